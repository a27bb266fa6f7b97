#pragma once
// The standard tokenizer: words by the rules of Unicode Standard Annex #29, as Lucene's StandardTokenizer has
// them.

#include <cstdint>

#include "analyzers/tokenizers/tokenizer.hpp"

namespace aisle::analyzers {

/// Words longer than `max_token_length` UTF-16 code units are cut, as Lucene cuts them.
///
/// Three ways to one result: bits of 64 characters at a time for ASCII; a scanner driven by a table of classes,
/// over ASCII with overlong words or over characters; and ICU for the stretches between spaces that hold what
/// a table cannot decide (combining marks, Hebrew, Katakana, Hangul, Thai, emoji sequences). Tests hold them
/// equal.
class StandardTokenizer final : public Tokenizer {
 public:
  static constexpr std::uint32_t kDefaultMaxTokenLength = 255;
  explicit StandardTokenizer(std::uint32_t max_token_length = kDefaultMaxTokenLength);

  void tokenize(std::string_view text, TokenStream& out) const override;
  void tokenize_ascii(std::string_view text, TokenStream& out) const override;
  bool ignores_case() const override { return true; }

 private:
  void tokenize_ascii_slowly(std::string_view text, TokenStream& out) const;
  std::uint32_t max_token_length_;
};

}  // namespace aisle::analyzers
