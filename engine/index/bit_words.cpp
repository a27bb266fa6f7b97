#include "engine/index/bit_words.hpp"

// Counting bits is an instruction of its own on machines that have this target.
#ifndef HWY_WANT_AVX3_DL
#define HWY_WANT_AVX3_DL
#endif
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/index/bit_words.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace aisle::engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Words = hn::ScalableTag<std::uint64_t>;
using OneWord = hn::CappedTag<std::uint64_t, 1>;

/// Calls step(tag, i) for vectors of words that cover 0 .. count - 1.
template <class Step>
HWY_INLINE void for_vectors(std::size_t count, Step step) {
  const Words wide;
  const OneWord one;
  std::size_t i = 0;
  for (; i + hn::Lanes(wide) <= count; i += hn::Lanes(wide)) step(wide, i);
  for (; i < count; ++i) step(one, i);
}

void OrWords(std::uint64_t* HWY_RESTRICT words, const std::uint64_t* HWY_RESTRICT other, std::size_t count) {
  for_vectors(count, [&](auto tag, std::size_t i) HWY_ATTR {
    hn::StoreU(hn::Or(hn::LoadU(tag, words + i), hn::LoadU(tag, other + i)), tag, words + i);
  });
}

void AndWords(std::uint64_t* HWY_RESTRICT words, const std::uint64_t* HWY_RESTRICT other, std::size_t count) {
  for_vectors(count, [&](auto tag, std::size_t i) HWY_ATTR {
    hn::StoreU(hn::And(hn::LoadU(tag, words + i), hn::LoadU(tag, other + i)), tag, words + i);
  });
}

void AndNotWords(std::uint64_t* HWY_RESTRICT words, const std::uint64_t* HWY_RESTRICT other, std::size_t count) {
  for_vectors(count, [&](auto tag, std::size_t i) HWY_ATTR {
    hn::StoreU(hn::AndNot(hn::LoadU(tag, other + i), hn::LoadU(tag, words + i)), tag, words + i);
  });
}

std::uint64_t CountBits(const std::uint64_t* HWY_RESTRICT words, std::size_t count) {
  const Words wide;
  auto sum = hn::Zero(wide);
  std::size_t i = 0;
  for (; i + hn::Lanes(wide) <= count; i += hn::Lanes(wide)) {
    sum = hn::Add(sum, hn::PopulationCount(hn::LoadU(wide, words + i)));
  }
  std::uint64_t total = hn::GetLane(hn::SumOfLanes(wide, sum));
  for (; i < count; ++i) total += static_cast<std::uint64_t>(hwy::PopCount(words[i]));
  return total;
}

bool AnyBit(const std::uint64_t* HWY_RESTRICT words, std::size_t count) {
  const Words wide;
  auto seen = hn::Zero(wide);
  std::size_t i = 0;
  for (; i + hn::Lanes(wide) <= count; i += hn::Lanes(wide)) seen = hn::Or(seen, hn::LoadU(wide, words + i));
  std::uint64_t rest = 0;
  for (; i < count; ++i) rest |= words[i];
  return rest != 0 || !hn::AllTrue(wide, hn::Eq(seen, hn::Zero(wide)));
}

}  // namespace HWY_NAMESPACE
}  // namespace aisle::engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace aisle::engine {

HWY_EXPORT(OrWords);
HWY_EXPORT(AndWords);
HWY_EXPORT(AndNotWords);
HWY_EXPORT(CountBits);
HWY_EXPORT(AnyBit);

void or_words(std::uint64_t* words, const std::uint64_t* other, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(OrWords)(words, other, count);
}
void and_words(std::uint64_t* words, const std::uint64_t* other, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(AndWords)(words, other, count);
}
void and_not_words(std::uint64_t* words, const std::uint64_t* other, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(AndNotWords)(words, other, count);
}
std::uint64_t count_bits(const std::uint64_t* words, std::size_t count) {
  return HWY_DYNAMIC_DISPATCH(CountBits)(words, count);
}
bool any_bit(const std::uint64_t* words, std::size_t count) { return HWY_DYNAMIC_DISPATCH(AnyBit)(words, count); }

}  // namespace aisle::engine
#endif
