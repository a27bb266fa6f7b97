#pragma once
// The pattern tokenizer.

#include <cstdint>

#include "analyzers/tokenizers/tokenizer.hpp"
#include "analyzers/unicode/regex.hpp"

namespace aisle::analyzers {

/// With group -1 the pattern separates tokens; otherwise that group of each match is one. Empty tokens are
/// dropped.
class PatternTokenizer final : public Tokenizer {
 public:
  PatternTokenizer(Regex pattern, std::int32_t group) : pattern_(std::move(pattern)), group_(group) {}
  void tokenize(std::string_view text, TokenStream& out) const override;

 private:
  Regex pattern_;
  std::int32_t group_;
};

}  // namespace aisle::analyzers
