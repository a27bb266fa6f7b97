#include "engine/query/iterators/bitset_iterator.hpp"

#include <bit>

namespace aisle::engine {

std::uint64_t DocBitset::count() const {
  std::uint64_t total = 0;
  for (const std::uint64_t word : words) total += static_cast<std::uint64_t>(std::popcount(word));
  return total;
}

}  // namespace aisle::engine
