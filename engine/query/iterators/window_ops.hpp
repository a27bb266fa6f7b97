#pragma once
// What iterators do to windows again and again.

#include "engine/index/window.hpp"

namespace aisle::engine {

/// The first set bit at or after `offset`; kWindowSize when there is none.
inline std::uint32_t next_set_bit(const WindowBits& bits, std::uint32_t offset) {
  for (std::uint32_t w = offset >> 6; w < kWindowWords; ++w) {
    std::uint64_t word = bits.words[w];
    if (w == offset >> 6) word &= ~std::uint64_t{0} << (offset & 63);
    if (word != 0) return (w << 6) + static_cast<std::uint32_t>(std::countr_zero(word));
  }
  return kWindowSize;
}

/// Keeps of the window's bits those that are also in `matches`; scores of the others become 0.
inline void keep_only(Window& window, const WindowBits& matches) {
  WindowBits removed = window.bits;
  removed.remove(matches);
  window.bits &= matches;
  removed.for_each([&](std::uint32_t offset) { window.scores[offset] = 0.0; });
}

/// Rounds each score to the float that a scorer would have returned.
inline void round_scores(Window& window) {
  window.bits.for_each([&](std::uint32_t offset) {
    window.scores[offset] = static_cast<double>(static_cast<float>(window.scores[offset]));
  });
}

/// Adds the rounded scores of `from`, a part of a query, to `to`, its whole. Bits of `from` are set in `to`.
inline void add_rounded(const Window& from, Window& to, bool with_scores) {
  to.bits |= from.bits;
  if (!with_scores) return;
  from.bits.for_each([&](std::uint32_t offset) {
    to.scores[offset] += static_cast<double>(static_cast<float>(from.scores[offset]));
  });
}

/// Adds `score` at each of `bits`.
inline void add_constant(const WindowBits& bits, double score, Window& window) {
  bits.for_each([&](std::uint32_t offset) { window.scores[offset] += score; });
}

}  // namespace aisle::engine
