#pragma once
// Small integers in as few bits as the largest needs.
//
// Full blocks of 128 are packed in four interleaved lanes of 32 bits (value i in lane i % 4), so that one 128-bit
// operation works on four values and compilers vectorise it everywhere without run-time dispatch (the vertical layout
// of Lemire & Boytsov 2015, doi:10.1002/spe.2203). Anything shorter, or read value by value, is a plain bit string.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace aisle::engine {

/// Bits that `value` needs; 0 for 0.
inline std::uint32_t bits_for(std::uint32_t value) { return static_cast<std::uint32_t>(std::bit_width(value)); }

/// Bytes of a packed block of 128 values.
constexpr std::size_t packed_block_bytes(std::uint32_t bits) { return std::size_t{16} * bits; }
/// Bytes of a bit string of `count` values.
constexpr std::size_t bit_string_bytes(std::uint64_t count, std::uint32_t bits) { return (count * bits + 7) / 8; }

/// Writes packed_block_bytes(bits) bytes of 128 values to `out`. REQUIRES: each fits `bits`.
void pack_block(const std::uint32_t* values, std::uint32_t bits, std::byte* out);
/// Writes 128 values to `out`. REQUIRES: bits <= 32 and packed_block_bytes(bits) readable bytes.
void unpack_block(const std::byte* in, std::uint32_t bits, std::uint32_t* out);

/// Writes a bit string of all values, padded to whole bytes. REQUIRES: each fits `bits`; room for kBitStringSlack bytes
/// more, which may be written as well.
void pack_bit_string(std::span<const std::uint32_t> values, std::uint32_t bits, std::byte* out);
inline constexpr std::size_t kBitStringSlack = 8;

/// The value at `index` of a bit string. May read up to 8 bytes past its end. REQUIRES: bits <= 32.
inline std::uint32_t bit_string_value(const std::byte* in, std::uint32_t bits, std::uint64_t index) {
  const std::uint64_t bit = index * bits;
  std::uint64_t word;
  std::memcpy(&word, in + (bit >> 3), sizeof word);
  return static_cast<std::uint32_t>((word >> (bit & 7)) & ((std::uint64_t{1} << bits) - 1));
}

/// Replaces 128 gaps by what they lead to: values[i] = start + (sum of values[j] for j <= i) + i. A gap counts the
/// numbers left out before a value, the first one from `start`.
void prefix_sum_block(std::uint32_t* values, std::uint32_t start);

}  // namespace aisle::engine
