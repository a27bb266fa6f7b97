#pragma once
// Which characters of an ASCII text are letters, digits and the like: 64 of them at a time, as bits.

#include <cstddef>
#include <cstdint>

namespace aisle::analyzers {

/// Of 64 characters, the first in the lowest bit; the classes are word_class's.
struct AsciiClassBits {
  std::uint64_t letters = 0;
  std::uint64_t digits = 0;
  std::uint64_t words = 0;  ///< letters, digits, connectors
  std::uint64_t mid_letters = 0;
  std::uint64_t mid_numbers = 0;
};

/// Writes (size + 63) / 64 entries; past the text nothing belongs to any class. Bytes that are not ASCII belong to none.
void classify_ascii(const char* text, std::size_t size, AsciiClassBits* out);

}  // namespace aisle::analyzers
