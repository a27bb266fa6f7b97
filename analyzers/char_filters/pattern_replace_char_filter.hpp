#pragma once
// The pattern_replace char filter.

#include <string>

#include "analyzers/char_filters/char_filter.hpp"
#include "analyzers/unicode/regex.hpp"

namespace aisle::analyzers {

/// Replaces every match of a regular expression; `$1` refers to a group.
class PatternReplaceCharFilter final : public CharFilter {
 public:
  PatternReplaceCharFilter(Regex pattern, std::string replacement)
      : pattern_(std::move(pattern)), replacement_(std::move(replacement)) {}
  void filter(std::string_view text, std::string& out, OffsetMap& map) const override;

 private:
  Regex pattern_;
  std::string replacement_;
};

}  // namespace aisle::analyzers
