#pragma once
// What a character is to the word-break rules: the table behind the standard tokenizer's own scanner.

#include <array>
#include <cstdint>

namespace aisle::analyzers {

/// Bits, since a mid character may join both letters and digits.
namespace word_class {
inline constexpr std::uint8_t kLetter = 1;
inline constexpr std::uint8_t kDigit = 2;
inline constexpr std::uint8_t kConnector = 4;    ///< `_` and its like: joins anything, is nothing alone
inline constexpr std::uint8_t kMidLetter = 8;    ///< stays inside a word between two letters
inline constexpr std::uint8_t kMidNumber = 16;   ///< stays inside a number between two digits
inline constexpr std::uint8_t kIdeograph = 32;   ///< a token by itself
inline constexpr std::uint8_t kHiragana = 64;    ///< a token by itself
inline constexpr std::uint8_t kEmoji = 32 | 64;  ///< a token by itself unless something complex follows
inline constexpr std::uint8_t kComplex =
    128;  ///< only ICU knows: combining marks, Hebrew, Katakana, Hangul, Thai
inline constexpr std::uint8_t kWord = kLetter | kDigit | kConnector;
inline constexpr std::uint8_t kSingle = kIdeograph | kHiragana;
}  // namespace word_class

/// The classes of ASCII, fixed at compile time.
consteval std::array<std::uint8_t, 256> make_ascii_word_classes() {
  std::array<std::uint8_t, 256> table{};
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = word_class::kLetter;
  for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = word_class::kLetter;
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = word_class::kDigit;
  table['_'] = word_class::kConnector;
  table['.'] = table['\''] = word_class::kMidLetter | word_class::kMidNumber;
  table[':'] = word_class::kMidLetter;
  table[','] = table[';'] = word_class::kMidNumber;
  return table;
}
inline constexpr std::array<std::uint8_t, 256> kAsciiWordClasses = make_ascii_word_classes();

/// The class of any character. The first call builds a table of 64 KiB from ICU's properties (some
/// milliseconds); characters past U+FFFF are looked up in ICU each time. Thread-safe.
std::uint8_t word_class_of(char32_t point);

}  // namespace aisle::analyzers
