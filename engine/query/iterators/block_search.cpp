#include "engine/query/iterators/block_search.hpp"

namespace aisle::engine {
namespace {

// Filling the table costs about as much as so many binary searches.
constexpr std::size_t kFewWanted = 8;
constexpr std::uint32_t kTableSize = 1U << 15;

void search_each(std::span<const DocId> block, std::span<const DocId> wanted, std::uint8_t* positions) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::uint32_t position = position_of(block, wanted[i]);
    positions[i] = block[position] == wanted[i] ? static_cast<std::uint8_t>(position) : kNotInBlock;
  }
}

}  // namespace

/// The table says for each document of the range where it might be in the block, and the block whether it is: entries
/// that nobody wrote this time are found out, so the table is never cleared (Briggs & Torczon 1993,
/// doi:10.1145/176454.176484).
void find_in_block(std::span<const DocId> block, std::span<const DocId> wanted, std::uint8_t* positions) {
  static_assert(kBlockSize <= kNotInBlock);
  const std::uint32_t first = index_of(block.front());
  const std::uint32_t range = index_of(block.back()) - first;
  if (wanted.size() < kFewWanted || range >= kTableSize) return search_each(block, wanted, positions);
  thread_local std::array<std::uint8_t, kTableSize> table{};
  std::uint8_t* const places = table.data();
  for (std::uint32_t i = 0; i < block.size(); ++i) places[index_of(block[i]) - first] = static_cast<std::uint8_t>(i);
  const auto last_place = static_cast<std::uint32_t>(block.size() - 1);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::uint32_t offset = index_of(wanted[i]) - first;  // far past the range when below it
    const std::uint32_t place = places[offset <= range ? offset : 0];
    const bool found = place <= last_place && block[place <= last_place ? place : 0] == wanted[i];
    positions[i] = found ? static_cast<std::uint8_t>(place) : kNotInBlock;
  }
}

}  // namespace aisle::engine
