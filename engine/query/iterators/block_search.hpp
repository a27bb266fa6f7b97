#pragma once
// Which of some documents are in a block of postings, and where?

#include <array>
#include <cstdint>
#include <span>

#include "base/ids.hpp"
#include "engine/index/postings/posting_cursor.hpp"

namespace aisle::engine {

/// The first position in `docs` whose document is >= target. REQUIRES: there is one. Without branches on the documents,
/// which nobody could predict.
inline std::uint32_t position_of(std::span<const DocId> docs, DocId target) {
  std::size_t base = 0;
  std::size_t left = docs.size();
  while (left > 1) {
    const std::size_t half = left / 2;
    base += half & (std::size_t{0} - static_cast<std::size_t>(docs[base + half - 1] < target));
    left -= half;
  }
  return static_cast<std::uint32_t>(base);
}

inline constexpr std::uint8_t kNotInBlock = 0xFF;

/// positions[i] = where wanted[i] is in `block`, or kNotInBlock. REQUIRES: block.size() <= kBlockSize; both increase;
/// block.back() >= wanted.back(). Full blocks are searched with the widest vectors of the machine: about 2 ns a document.
void find_in_block(std::span<const DocId> block, std::span<const DocId> wanted, std::uint8_t* positions);

}  // namespace aisle::engine
