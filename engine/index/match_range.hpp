#pragma once
// A long range of documents: the unit in which matches are produced when nobody asks for their scores.
//
// 65,536 documents are 8 KiB of bits, a quarter of a first-level cache: long enough that what is done once per range
// and clause costs little beside the postings in it, even for rare terms.

#include <array>
#include <cstdint>

#include "base/ids.hpp"
#include "engine/index/bit_words.hpp"
#include "engine/index/window.hpp"

namespace aisle::engine {

inline constexpr std::uint32_t kWindowsPerRange = 32;
inline constexpr std::uint32_t kRangeSize = kWindowsPerRange * kWindowSize;
inline constexpr std::uint32_t kRangeWords = kRangeSize / 64;

/// Matches among documents base .. base + kRangeSize - 1 as bits. `base` is a multiple of kRangeSize.
struct alignas(64) MatchRange {
  DocId base{0};
  std::uint32_t ranges_in_segment = 1;  ///< a hint: a clause's cost() divided by this is what to expect of one range
  alignas(64) std::array<WindowBits, kWindowsPerRange> windows{};

  std::uint64_t* words() { return windows.front().words.data(); }
  const std::uint64_t* words() const { return windows.front().words.data(); }
  DocId window_base(std::uint32_t window) const { return base + window * kWindowSize; }

  void reset(DocId new_base) {
    base = new_base;
    windows.fill({});
  }
  void set(std::uint32_t offset) { words()[offset >> 6] |= std::uint64_t{1} << (offset & 63); }
  void unset(std::uint32_t offset) { words()[offset >> 6] &= ~(std::uint64_t{1} << (offset & 63)); }
  bool test(std::uint32_t offset) const { return (words()[offset >> 6] >> (offset & 63)) & 1; }
  bool any() const { return any_bit(words(), kRangeWords); }
  std::uint32_t count() const { return static_cast<std::uint32_t>(count_bits(words(), kRangeWords)); }
  MatchRange& operator|=(const MatchRange& other) { return or_words(words(), other.words(), kRangeWords), *this; }
  MatchRange& operator&=(const MatchRange& other) { return and_words(words(), other.words(), kRangeWords), *this; }
  void remove(const MatchRange& other) { and_not_words(words(), other.words(), kRangeWords); }
  /// Calls visit(offset) for each set bit in increasing order. `visit` may unset the bit that it is given.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::uint32_t first = 0; first < kRangeWords; first += 8) {
      std::uint64_t seen = 0;
      for (std::uint32_t w = first; w < first + 8; ++w) seen |= words()[w];
      if (seen == 0) continue;
      for (std::uint32_t w = first; w < first + 8; ++w) {
        for (std::uint64_t word = words()[w]; word != 0; word &= word - 1) {
          visit((w << 6) + static_cast<std::uint32_t>(std::countr_zero(word)));
        }
      }
    }
  }
};
static_assert(sizeof(WindowBits) == kWindowWords * sizeof(std::uint64_t), "windows lie one after the other");

}  // namespace aisle::engine
