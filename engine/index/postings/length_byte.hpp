#pragma once
// Field lengths in one byte, as Lucene's SmallFloat.intToByte4 keeps them, so that BM25 scores agree: exact up to 39,
// then 3 bits of mantissa.

#include <array>
#include <bit>
#include <cstdint>

namespace aisle::engine {

namespace length_byte_detail {

constexpr std::uint32_t to_int4(std::uint64_t value) {
  const auto bits = static_cast<std::uint32_t>(std::bit_width(value));
  if (bits < 4) return static_cast<std::uint32_t>(value);
  const std::uint32_t shift = bits - 4;
  return (static_cast<std::uint32_t>(value >> shift) & 0x07) | ((shift + 1) << 3);
}

constexpr std::uint64_t from_int4(std::uint32_t encoded) {
  const std::uint64_t mantissa = encoded & 0x07;
  const std::uint32_t exponent = encoded >> 3;
  return exponent == 0 ? mantissa : (mantissa | 0x08) << (exponent - 1);
}

/// Byte values left over below the floating ones: lengths under this are kept as they are.
constexpr std::uint32_t kFreeValues = 255 - to_int4(0x7FFFFFFF);

}  // namespace length_byte_detail

/// The byte for a length in tokens; lengths past 2^31 - 1 count as that.
constexpr std::uint8_t encode_length(std::uint32_t length) {
  using namespace length_byte_detail;
  if (length > 0x7FFFFFFF) length = 0x7FFFFFFF;
  if (length < kFreeValues) return static_cast<std::uint8_t>(length);
  return static_cast<std::uint8_t>(kFreeValues + to_int4(length - kFreeValues));
}

/// The length that scoring sees for a byte: the smallest one it stands for.
constexpr std::uint32_t decode_length(std::uint8_t byte) {
  using namespace length_byte_detail;
  if (byte < kFreeValues) return byte;
  return kFreeValues + static_cast<std::uint32_t>(from_int4(byte - kFreeValues));
}

namespace length_byte_detail {
constexpr std::array<std::uint32_t, 256> table() {
  std::array<std::uint32_t, 256> lengths{};
  for (std::uint32_t i = 0; i < 256; ++i) lengths[i] = decode_length(static_cast<std::uint8_t>(i));
  return lengths;
}
}  // namespace length_byte_detail

/// decode_length for every byte: Lucene's LENGTH_TABLE.
inline constexpr std::array<std::uint32_t, 256> kLengthTable = length_byte_detail::table();

}  // namespace aisle::engine
