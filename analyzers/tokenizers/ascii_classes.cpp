#include "analyzers/tokenizers/ascii_classes.hpp"

#include <array>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "analyzers/tokenizers/ascii_classes.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace aisle::analyzers {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// A character's class bits are those that both halves of its byte agree on (Langdale & Lemire 2019,
// doi:10.1007/s00778-019-00578-5, classify JSON's structure so).
//
//   1 letter of rows 4 and 6    4 digit        16 . or '      64 :
//   2 letter of rows 5 and 7    8 _            32 ,          128 ;
HWY_ALIGN constexpr std::uint8_t kByLowHalf[16] = {2 | 4,  1 | 2 | 4, 1 | 2 | 4, 1 | 2 | 4, 1 | 2 | 4, 1 | 2 | 4,
                                                   1 | 2 | 4, 1 | 2 | 4 | 16, 1 | 2 | 4, 1 | 2 | 4, 1 | 2 | 64,
                                                   1 | 128, 1 | 32, 1, 1 | 16, 1 | 8};
HWY_ALIGN constexpr std::uint8_t kByHighHalf[16] = {0, 0, 16 | 32, 4 | 64 | 128, 1, 2 | 8, 1, 2};

using Bytes = hn::CappedTag<std::uint8_t, 64>;

template <class V>
HWY_INLINE void StoreBits(Bytes tag, V classes, std::uint8_t wanted, std::uint8_t* out) {
  hn::StoreMaskBits(tag, hn::Ne(hn::And(classes, hn::Set(tag, wanted)), hn::Zero(tag)), out);
}

HWY_INLINE void ClassifyChunk(const std::uint8_t* HWY_RESTRICT text, AsciiClassBits* HWY_RESTRICT out) {
  const Bytes tag;
  const auto low_table = hn::LoadDup128(tag, kByLowHalf);
  const auto high_table = hn::LoadDup128(tag, kByHighHalf);
  const auto low_mask = hn::Set(tag, 0x0F);
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  std::array<std::uint8_t, 5 * kWord> bits;
  for (std::size_t i = 0; i < 64; i += hn::Lanes(tag)) {
    const auto bytes = hn::LoadU(tag, text + i);
    const auto low = hn::TableLookupBytes(low_table, hn::And(bytes, low_mask));
    const auto high = hn::TableLookupBytes(high_table, hn::ShiftRight<4>(bytes));
    const auto classes = hn::And(low, high);
    StoreBits(tag, classes, 1 | 2, bits.data() + i / 8);
    StoreBits(tag, classes, 4, bits.data() + kWord + i / 8);
    StoreBits(tag, classes, 1 | 2 | 4 | 8, bits.data() + 2 * kWord + i / 8);
    StoreBits(tag, classes, 16 | 64, bits.data() + 3 * kWord + i / 8);
    StoreBits(tag, classes, 16 | 32 | 128, bits.data() + 4 * kWord + i / 8);
  }
  std::memcpy(&out->letters, bits.data(), kWord);
  std::memcpy(&out->digits, bits.data() + kWord, kWord);
  std::memcpy(&out->words, bits.data() + 2 * kWord, kWord);
  std::memcpy(&out->mid_letters, bits.data() + 3 * kWord, kWord);
  std::memcpy(&out->mid_numbers, bits.data() + 4 * kWord, kWord);
}

void ClassifyAscii(const char* HWY_RESTRICT text, std::size_t size, AsciiClassBits* HWY_RESTRICT out) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text);
  std::size_t at = 0;
  for (; at + 64 <= size; at += 64) ClassifyChunk(bytes + at, out++);
  if (at == size) return;
  std::array<std::uint8_t, 64> last{};
  std::memcpy(last.data(), bytes + at, size - at);
  ClassifyChunk(last.data(), out);
}

}  // namespace HWY_NAMESPACE
}  // namespace aisle::analyzers
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

namespace aisle::analyzers {

HWY_EXPORT(ClassifyAscii);

void classify_ascii(const char* text, std::size_t size, AsciiClassBits* out) {
  HWY_DYNAMIC_DISPATCH(ClassifyAscii)(text, size, out);
}

}  // namespace aisle::analyzers

#endif  // HWY_ONCE
