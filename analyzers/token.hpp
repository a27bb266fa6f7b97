#pragma once
// One term as it leaves an analyzer: what is indexed or looked up, and where it stood.

#include <cstdint>
#include <string_view>

namespace aisle::analyzers {

/// What kind of text a token is, as Lucene's tokenizers and filters name it.
enum class TokenType : std::uint8_t {
  word,
  alphanum,
  num,
  ideographic,
  hiragana,
  katakana,
  hangul,
  southeast_asian,
  emoji,
  synonym,
  shingle,
};

/// The type's name in an `_analyze` response ("<ALPHANUM>", "word", "SYNONYM").
std::string_view to_string(TokenType type);

/// A term and its place. A plain value; `term` points into the analysed text or into the TokenStream that
/// holds it.
struct Token {
  std::string_view term;           ///< valid UTF-8
  std::uint32_t start_offset = 0;  ///< UTF-16 code units of the original text, as Elasticsearch counts
  std::uint32_t end_offset = 0;    ///< one past the last code unit
  std::uint32_t position = 0;      ///< absolute, from 0; tokens at one position are alternatives
  std::uint32_t position_length =
      1;  ///< how many positions it spans; more than 1 only in a synonym or shingle graph
  TokenType type = TokenType::word;
  bool keyword = false;  ///< stemmers leave it alone
};

}  // namespace aisle::analyzers
