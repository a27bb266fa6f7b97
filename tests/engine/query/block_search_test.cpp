// Documents found in a block of postings are those that a search one by one finds.
#include "engine/query/iterators/block_search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace aisle::engine {
namespace {

/// `size` documents, increasing, of which about one in `spread` is taken.
std::vector<DocId> increasing(std::mt19937& random, std::size_t size, std::uint32_t first, std::uint32_t spread) {
  std::vector<DocId> docs;
  for (std::uint32_t doc = first; docs.size() < size; doc += 1 + random() % spread) docs.push_back(DocId{doc});
  return docs;
}

TEST(FindInBlock, AgreesWithALookAtEachDocument) {
  std::mt19937 random(5);
  for (int round = 0; round < 2'000; ++round) {
    const std::size_t size = round % 3 != 0 ? kBlockSize : 1 + random() % kBlockSize;
    const std::uint32_t spread = 1 + random() % (round % 7 == 0 ? 1U << 20 : 30U);
    const std::uint32_t start = random() % 3 == 0 ? 0 : random() % 5'000;
    const std::vector<DocId> block = increasing(random, size, start, spread);
    std::vector<DocId> wanted;
    for (DocId doc{start > 5 ? start - 5 : 0}; doc <= block.back() && wanted.size() < kBlockSize; doc = doc + 1 + random() % spread) {
      const DocId next = random() % 2 == 0 ? doc : *std::lower_bound(block.begin(), block.end(), doc);
      if (wanted.empty() || next > wanted.back()) wanted.push_back(next);
    }
    std::vector<std::uint8_t> positions(wanted.size());
    find_in_block(block, wanted, positions.data());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const auto found = std::find(block.begin(), block.end(), wanted[i]);
      const auto expected = found == block.end() ? kNotInBlock : static_cast<std::uint8_t>(found - block.begin());
      ASSERT_EQ(positions[i], expected) << "document " << index_of(wanted[i]) << " in round " << round;
    }
  }
}

}  // namespace
}  // namespace aisle::engine
