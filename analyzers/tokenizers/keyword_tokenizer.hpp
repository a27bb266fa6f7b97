#pragma once
// The keyword tokenizer: the whole text is one token.

#include "analyzers/tokenizers/tokenizer.hpp"

namespace aisle::analyzers {

/// No token at all for an empty text.
class KeywordTokenizer final : public Tokenizer {
 public:
  void tokenize(std::string_view text, TokenStream& out) const override {
    if (text.empty()) return;
    out.mutable_tokens().push_back({text, 0, static_cast<std::uint32_t>(text.size()), 0, 1, TokenType::word});
    out.set_end_position(1);
  }
  bool ignores_case() const override { return true; }
};

}  // namespace aisle::analyzers
