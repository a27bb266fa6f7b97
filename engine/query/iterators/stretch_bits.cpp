#include "engine/query/iterators/stretch_bits.hpp"

#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/query/iterators/stretch_bits.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace aisle::engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// The documents of the words from `at` on, a vector's worth. What is in two sets is returned.
template <class Tag>
HWY_INLINE hn::Vec<Tag> common_at(Tag tag, std::size_t at, std::span<const StretchBits* const> sets,
                                  std::array<StretchBits, 3>& bits) {
  auto one = hn::Zero(tag);
  auto two = one;
  auto three = one;
  auto four = one;
  for (const StretchBits* set : sets) {
    const auto more = hn::LoadU(tag, set->words.data() + at);
    four = hn::Or(four, hn::And(three, more));
    three = hn::Or(three, hn::And(two, more));
    two = hn::Or(two, hn::And(one, more));
    one = hn::Or(one, more);
  }
  hn::StoreU(two, tag, bits[0].words.data() + at);
  hn::StoreU(three, tag, bits[1].words.data() + at);
  hn::StoreU(four, tag, bits[2].words.data() + at);
  return two;
}

bool FindCommon(std::span<const StretchBits* const> sets, std::uint32_t word_count, std::array<StretchBits, 3>& bits) {
  const hn::ScalableTag<std::uint64_t> wide;
  const hn::CappedTag<std::uint64_t, 1> one;
  auto met = hn::Zero(wide);
  std::uint64_t met_in_rest = 0;
  std::size_t at = 0;
  for (; at + hn::Lanes(wide) <= word_count; at += hn::Lanes(wide)) {
    met = hn::Or(met, common_at(wide, at, sets, bits));
  }
  for (; at < word_count; ++at) met_in_rest |= hn::GetLane(common_at(one, at, sets, bits));
  return met_in_rest != 0 || !hn::AllTrue(wide, hn::Eq(met, hn::Zero(wide)));
}

}  // namespace HWY_NAMESPACE
}  // namespace aisle::engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace aisle::engine {

HWY_EXPORT(FindCommon);

bool find_common(std::span<const StretchBits* const> sets, std::uint32_t word_count, std::array<StretchBits, 3>& bits) {
  return HWY_DYNAMIC_DISPATCH(FindCommon)(sets, word_count, bits);
}

}  // namespace aisle::engine
#endif
