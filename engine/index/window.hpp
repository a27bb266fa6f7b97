#pragma once
// A window of documents: the unit in which matches are produced when every match must be seen (totals, facets).
//
// 2,048 documents a window as in Lucene's BooleanScorer: the bits are 256 bytes and the scores 16 KiB, so a window
// stays in L1/L2 while several posting lists are added to it. Scores are summed in double and rounded to float once,
// as Lucene does, so that the order of summation does not show.

#include <array>
#include <bit>
#include <cstdint>

#include "base/ids.hpp"

namespace aisle::engine {

inline constexpr std::uint32_t kWindowSize = 2048;
inline constexpr std::uint32_t kWindowWords = kWindowSize / 64;

/// Matches among documents base .. base + kWindowSize - 1 as bits.
struct WindowBits {
  std::array<std::uint64_t, kWindowWords> words{};

  void clear() { words.fill(0); }
  void set(std::uint32_t offset) { words[offset >> 6] |= std::uint64_t{1} << (offset & 63); }
  bool test(std::uint32_t offset) const { return (words[offset >> 6] >> (offset & 63)) & 1; }
  bool any() const {
    std::uint64_t seen = 0;
    for (const std::uint64_t word : words) seen |= word;
    return seen != 0;
  }
  std::uint32_t count() const {
    std::uint32_t total = 0;
    for (const std::uint64_t word : words) total += static_cast<std::uint32_t>(std::popcount(word));
    return total;
  }
  WindowBits& operator&=(const WindowBits& other) {
    for (std::uint32_t i = 0; i < kWindowWords; ++i) words[i] &= other.words[i];
    return *this;
  }
  WindowBits& operator|=(const WindowBits& other) {
    for (std::uint32_t i = 0; i < kWindowWords; ++i) words[i] |= other.words[i];
    return *this;
  }
  void remove(const WindowBits& other) {
    for (std::uint32_t i = 0; i < kWindowWords; ++i) words[i] &= ~other.words[i];
  }
  /// Calls visit(offset) for each set bit in increasing order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::uint32_t w = 0; w < kWindowWords; ++w) {
      for (std::uint64_t word = words[w]; word != 0; word &= word - 1) {
        visit((w << 6) + static_cast<std::uint32_t>(std::countr_zero(word)));
      }
    }
  }
};

/// A window with scores. `base` is a multiple of kWindowSize. Scores of offsets whose bit is not set are 0.
struct Window {
  DocId base{0};
  WindowBits bits;
  std::array<double, kWindowSize> scores{};

  /// Starts a new window; only the scores of the old window's bits are zeroed.
  void reset(DocId new_base) {
    bits.for_each([this](std::uint32_t offset) { scores[offset] = 0.0; });
    bits.clear();
    base = new_base;
  }
};

}  // namespace aisle::engine
