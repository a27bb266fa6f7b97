#include "engine/query/iterators/block_search.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/query/iterators/block_search.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace aisle::engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// The block in runs of one vector: the runs' last documents say in which run a document would be, one more comparison
/// where. Nothing here waits for the search before (a two-level version of counting the smaller ones, as in Schlegel,
/// Gemulla & Lehner 2009, doi:10.1145/1565694.1565705).
void FindInFullBlock(const std::uint32_t* HWY_RESTRICT block, const std::uint32_t* HWY_RESTRICT wanted,
                     std::size_t count, std::uint8_t* HWY_RESTRICT positions) {
  const hn::CappedTag<std::uint32_t, 16> tag;
  const std::size_t lanes = hn::Lanes(tag);
  const std::size_t runs = kBlockSize / lanes;
  HWY_ALIGN std::uint32_t lasts[kBlockSize];
  for (std::size_t run = 0; run < runs; ++run) lasts[run] = block[run * lanes + lanes - 1];
  for (std::size_t run = runs; run < lanes; ++run) lasts[run] = ~std::uint32_t{0};
  for (std::size_t i = 0; i < count; ++i) {
    const auto document = hn::Set(tag, wanted[i]);
    std::size_t run = 0;
    for (std::size_t at = 0; at < runs; at += lanes) {
      run += hn::CountTrue(tag, hn::Lt(hn::Load(tag, lasts + at), document));
    }
    const std::intptr_t lane = hn::FindFirstTrue(tag, hn::Eq(hn::LoadU(tag, block + run * lanes), document));
    positions[i] = lane < 0 ? kNotInBlock : static_cast<std::uint8_t>(run * lanes + static_cast<std::size_t>(lane));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace aisle::engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace aisle::engine {
namespace {

HWY_EXPORT(FindInFullBlock);

// Fewer are found sooner one by one.
constexpr std::size_t kFewWanted = 3;

void search_each(std::span<const DocId> block, std::span<const DocId> wanted, std::uint8_t* positions) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::uint32_t position = position_of(block, wanted[i]);
    positions[i] = block[position] == wanted[i] ? static_cast<std::uint8_t>(position) : kNotInBlock;
  }
}

}  // namespace

void find_in_block(std::span<const DocId> block, std::span<const DocId> wanted, std::uint8_t* positions) {
  static_assert(kBlockSize <= kNotInBlock && sizeof(DocId) == sizeof(std::uint32_t));
  if (wanted.size() < kFewWanted || block.size() != kBlockSize) return search_each(block, wanted, positions);
  HWY_DYNAMIC_DISPATCH(FindInFullBlock)
  (reinterpret_cast<const std::uint32_t*>(block.data()), reinterpret_cast<const std::uint32_t*>(wanted.data()),
   wanted.size(), positions);
}

}  // namespace aisle::engine
#endif
