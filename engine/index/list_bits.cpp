#include "engine/index/list_bits.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/index/list_bits.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace aisle::engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

std::size_t ListBits(const std::uint64_t* words, std::size_t count, std::uint32_t first, std::uint32_t* out) {
  const hn::CappedTag<std::uint32_t, 32> tag;
  const std::size_t lanes = hn::Lanes(tag);
  const std::uint64_t lane_mask = (std::uint64_t{1} << lanes) - 1;
  const auto offsets = hn::Iota(tag, 0);
  std::uint32_t* next = out;
  for (std::size_t w = 0; w < count; ++w) {
    std::uint64_t word = words[w];
    if (word == 0) continue;
    std::uint32_t base = first + static_cast<std::uint32_t>(w * 64);
    for (std::size_t i = 0; i < 64; i += lanes, base += static_cast<std::uint32_t>(lanes)) {
      const std::uint64_t some = word & lane_mask;
      std::uint8_t bits[8];
      std::memcpy(bits, &some, sizeof bits);
      hn::CompressBitsStore(hn::Add(offsets, hn::Set(tag, base)), bits, tag, next);
      next += hwy::PopCount(some);
      word >>= lanes;
    }
  }
  return static_cast<std::size_t>(next - out);
}

}  // namespace HWY_NAMESPACE
}  // namespace aisle::engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace aisle::engine {

HWY_EXPORT(ListBits);

std::size_t list_bits(const std::uint64_t* words, std::size_t count, std::uint32_t first, std::uint32_t* out) {
  return HWY_DYNAMIC_DISPATCH(ListBits)(words, count, first, out);
}

}  // namespace aisle::engine
#endif
