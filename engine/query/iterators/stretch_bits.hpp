#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>

namespace aisle::engine {

/// A set of documents among up to 65,536 neighbours, as bits. How many words of it are in use its owner knows: the other
/// words hold anything.
struct StretchBits {
  static constexpr std::uint32_t kMostWords = 1'024;
  static constexpr std::uint32_t kMostDocs = kMostWords * 64;

  std::array<std::uint64_t, kMostWords> words;

  void clear(std::uint32_t word_count) {
    for (std::uint32_t w = 0; w < word_count; ++w) words[w] = 0;
  }
  void set(std::uint32_t offset) { words[offset >> 6] |= std::uint64_t{1} << (offset & 63); }
  bool test(std::uint32_t offset) const { return (words[offset >> 6] >> (offset & 63)) & 1; }
  /// The first set bit at or after `offset`; the number of bits in use where there is none.
  std::uint32_t next(std::uint32_t offset, std::uint32_t word_count) const {
    std::uint32_t w = offset >> 6;
    if (w >= word_count) return word_count * 64;
    std::uint64_t word = words[w] & (~std::uint64_t{0} << (offset & 63));
    while (word == 0) {
      if (++w == word_count) return word_count * 64;
      word = words[w];
    }
    return (w << 6) + static_cast<std::uint32_t>(std::countr_zero(word));
  }
  /// Calls visit(offset) for each set bit in increasing order.
  template <class Visit>
  void for_each(std::uint32_t word_count, Visit&& visit) const {
    for (std::uint32_t w = 0; w < word_count; ++w) {
      for (std::uint64_t word = words[w]; word != 0; word &= word - 1) {
        visit((w << 6) + static_cast<std::uint32_t>(std::countr_zero(word)));
      }
    }
  }
};

/// Sets bits[m - 2] to the documents that are in at least m of the sets, for m = 2, 3, 4; all of `word_count` words.
/// False when there is no document in two of them.
bool find_common(std::span<const StretchBits* const> sets, std::uint32_t word_count, std::array<StretchBits, 3>& bits);

}  // namespace aisle::engine
