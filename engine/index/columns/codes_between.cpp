#include "engine/index/columns/codes_between.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/index/columns/codes_between.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace aisle::engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// The bits of up to 64 codes. One unsigned comparison tells both bounds.
template <class T>
std::uint64_t BitsBetween(const T* HWY_RESTRICT codes, std::size_t count, T low, T spread) {
  const hn::CappedTag<T, 64> tag;
  const auto first = hn::Set(tag, low);
  const auto most = hn::Set(tag, spread);
  std::uint64_t bits = 0;
  std::size_t i = 0;
  for (; i + hn::Lanes(tag) <= count; i += hn::Lanes(tag)) {
    const auto outside = hn::Lt(most, hn::Sub(hn::LoadU(tag, codes + i), first));
    std::uint8_t stored[8] = {};
    hn::StoreMaskBits(tag, hn::Not(outside), stored);
    std::uint64_t word = 0;
    std::memcpy(&word, stored, sizeof word);
    bits |= word << i;
  }
  for (; i < count; ++i) bits |= std::uint64_t{static_cast<T>(codes[i] - low) <= spread} << i;
  return bits;
}

template <class T>
void CodesBetween(const T* codes, std::size_t count, T low, T high, std::uint64_t* words) {
  const auto spread = static_cast<T>(high - low);
  for (std::size_t i = 0; i < count; i += 64) {
    words[i / 64] = low > high ? 0 : BitsBetween(codes + i, std::min<std::size_t>(64, count - i), low, spread);
  }
}

// Dispatch is by name.
void CodesBetween8(const std::uint8_t* c, std::size_t n, std::uint8_t low, std::uint8_t high, std::uint64_t* w) {
  CodesBetween(c, n, low, high, w);
}
void CodesBetween16(const std::uint16_t* c, std::size_t n, std::uint16_t low, std::uint16_t high, std::uint64_t* w) {
  CodesBetween(c, n, low, high, w);
}
void CodesBetween32(const std::uint32_t* c, std::size_t n, std::uint32_t low, std::uint32_t high, std::uint64_t* w) {
  CodesBetween(c, n, low, high, w);
}
void CodesBetween64(const std::uint64_t* c, std::size_t n, std::uint64_t low, std::uint64_t high, std::uint64_t* w) {
  CodesBetween(c, n, low, high, w);
}

}  // namespace HWY_NAMESPACE
}  // namespace aisle::engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace aisle::engine {

HWY_EXPORT(CodesBetween8);
HWY_EXPORT(CodesBetween16);
HWY_EXPORT(CodesBetween32);
HWY_EXPORT(CodesBetween64);

void codes_between(std::span<const std::uint8_t> codes, std::uint8_t low, std::uint8_t high, std::uint64_t* words) {
  HWY_DYNAMIC_DISPATCH(CodesBetween8)(codes.data(), codes.size(), low, high, words);
}
void codes_between(std::span<const std::uint16_t> codes, std::uint16_t low, std::uint16_t high, std::uint64_t* words) {
  HWY_DYNAMIC_DISPATCH(CodesBetween16)(codes.data(), codes.size(), low, high, words);
}
void codes_between(std::span<const std::uint32_t> codes, std::uint32_t low, std::uint32_t high, std::uint64_t* words) {
  HWY_DYNAMIC_DISPATCH(CodesBetween32)(codes.data(), codes.size(), low, high, words);
}
void codes_between(std::span<const std::uint64_t> codes, std::uint64_t low, std::uint64_t high, std::uint64_t* words) {
  HWY_DYNAMIC_DISPATCH(CodesBetween64)(codes.data(), codes.size(), low, high, words);
}

}  // namespace aisle::engine
#endif
