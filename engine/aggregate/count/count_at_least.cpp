#include "engine/aggregate/count/count_at_least.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/aggregate/count/count_at_least.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace aisle::engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class T>
std::size_t CountAtLeastOne(const T* HWY_RESTRICT values, std::size_t count, T threshold) {
  const hn::ScalableTag<T> tag;
  const auto limit = hn::Set(tag, threshold);
  std::size_t found = 0;
  std::size_t i = 0;
  for (; i + hn::Lanes(tag) <= count; i += hn::Lanes(tag)) {
    found += hn::Lanes(tag) - hn::CountTrue(tag, hn::Lt(hn::LoadU(tag, values + i), limit));
  }
  for (; i < count; ++i) found += values[i] >= threshold ? 1 : 0;
  return found;
}

template <class T>
void CountAtLeast(const T* HWY_RESTRICT values, std::size_t count, const T* thresholds, std::size_t threshold_count,
                  std::uint64_t* counts) {
  for (std::size_t t = 0; t < threshold_count; ++t) counts[t] += CountAtLeastOne(values, count, thresholds[t]);
}

// Dispatch is by name.
void CountAtLeast8(const std::uint8_t* v, std::size_t n, const std::uint8_t* t, std::size_t m, std::uint64_t* c) {
  CountAtLeast(v, n, t, m, c);
}
void CountAtLeast16(const std::uint16_t* v, std::size_t n, const std::uint16_t* t, std::size_t m, std::uint64_t* c) {
  CountAtLeast(v, n, t, m, c);
}
void CountAtLeast32(const std::uint32_t* v, std::size_t n, const std::uint32_t* t, std::size_t m, std::uint64_t* c) {
  CountAtLeast(v, n, t, m, c);
}
void CountAtLeast64(const std::uint64_t* v, std::size_t n, const std::uint64_t* t, std::size_t m, std::uint64_t* c) {
  CountAtLeast(v, n, t, m, c);
}

}  // namespace HWY_NAMESPACE
}  // namespace aisle::engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace aisle::engine {

HWY_EXPORT(CountAtLeast8);
HWY_EXPORT(CountAtLeast16);
HWY_EXPORT(CountAtLeast32);
HWY_EXPORT(CountAtLeast64);

void count_at_least(std::span<const std::uint8_t> values, std::span<const std::uint8_t> thresholds,
                    std::uint64_t* counts) {
  HWY_DYNAMIC_DISPATCH(CountAtLeast8)(values.data(), values.size(), thresholds.data(), thresholds.size(), counts);
}
void count_at_least(std::span<const std::uint16_t> values, std::span<const std::uint16_t> thresholds,
                    std::uint64_t* counts) {
  HWY_DYNAMIC_DISPATCH(CountAtLeast16)(values.data(), values.size(), thresholds.data(), thresholds.size(), counts);
}
void count_at_least(std::span<const std::uint32_t> values, std::span<const std::uint32_t> thresholds,
                    std::uint64_t* counts) {
  HWY_DYNAMIC_DISPATCH(CountAtLeast32)(values.data(), values.size(), thresholds.data(), thresholds.size(), counts);
}
void count_at_least(std::span<const std::uint64_t> values, std::span<const std::uint64_t> thresholds,
                    std::uint64_t* counts) {
  HWY_DYNAMIC_DISPATCH(CountAtLeast64)(values.data(), values.size(), thresholds.data(), thresholds.size(), counts);
}

}  // namespace aisle::engine
#endif
