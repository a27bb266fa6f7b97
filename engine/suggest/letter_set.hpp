#pragma once
// The letters of a word as a set of bits: what two words that are a few edits apart must nearly share.

#include <cstdint>
#include <string_view>

namespace aisle::engine {

/// Bits of a letter set: a to z, 0 to 9, and four for everything else.
inline constexpr std::uint32_t kLetterBits = 40;

inline constexpr std::uint32_t letter_bit(char32_t c) {
  if (c >= 'a' && c <= 'z') return c - 'a';
  if (c >= '0' && c <= '9') return 26 + (c - '0');
  return 36 + c % 4;
}

inline constexpr std::uint64_t letter_set(std::u32string_view word) {
  std::uint64_t set = 0;
  for (const char32_t c : word) set |= std::uint64_t{1} << letter_bit(c);
  return set;
}

/// REQUIRES: ASCII.
inline constexpr std::uint64_t letter_set(std::string_view word) {
  std::uint64_t set = 0;
  for (const char c : word) set |= std::uint64_t{1} << letter_bit(static_cast<unsigned char>(c));
  return set;
}

}  // namespace aisle::engine
