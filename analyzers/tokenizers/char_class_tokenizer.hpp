#pragma once
// Tokenizers that cut wherever a character is not of a class: whitespace and letter (also named lowercase).

#include <cstdint>

#include "analyzers/tokenizers/tokenizer.hpp"

namespace aisle::analyzers {

/// Runs of characters that are not white space (Java's notion: no-break spaces do not separate).
class WhitespaceTokenizer final : public Tokenizer {
 public:
  explicit WhitespaceTokenizer(std::uint32_t max_token_length = 255) : max_token_length_(max_token_length) {}
  void tokenize(std::string_view text, TokenStream& out) const override;
  bool ignores_case() const override { return true; }

 private:
  std::uint32_t max_token_length_;
};

/// Runs of letters; with `lowercase` (Elasticsearch's tokenizer of that name) in lower case.
class LetterTokenizer final : public Tokenizer {
 public:
  explicit LetterTokenizer(bool lowercase = false) : lowercase_(lowercase) {}
  void tokenize(std::string_view text, TokenStream& out) const override;
  bool ignores_case() const override { return true; }

 private:
  bool lowercase_;
};

}  // namespace aisle::analyzers
