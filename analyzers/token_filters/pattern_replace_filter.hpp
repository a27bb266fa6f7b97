#pragma once
// The pattern_replace token filter.

#include <string>

#include "analyzers/token_filters/token_filter.hpp"
#include "analyzers/unicode/regex.hpp"

namespace aisle::analyzers {

/// Replaces what a regular expression matches in each term; the first match only unless `all`.
class PatternReplaceFilter final : public TokenFilter {
 public:
  PatternReplaceFilter(Regex pattern, std::string replacement, bool all)
      : pattern_(std::move(pattern)), replacement_(std::move(replacement)), all_(all) {}
  void apply(TokenStream& stream) const override;
  bool looks_at_one_token() const override { return true; }

 private:
  Regex pattern_;
  std::string replacement_;
  bool all_;
};

}  // namespace aisle::analyzers
