#include "engine/index/postings/bit_packing.hpp"

#include <array>
#include <cassert>
#include <utility>

namespace aisle::engine {
namespace {

// Compilers turn these into 128-bit (or wider) vector instructions on every target; unaligned, may alias anything.
using Lanes = std::uint32_t __attribute__((vector_size(16)));
constexpr std::uint32_t kRows = 32;

Lanes load_lanes(const std::byte* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}
Lanes load_lanes(const std::uint32_t* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}
void store_lanes(std::uint32_t* to, Lanes lanes) { std::memcpy(to, &lanes, sizeof lanes); }

template <std::uint32_t Bits, std::uint32_t Row>
inline void unpack_row(const std::byte* in, std::uint32_t* out) {
  constexpr std::uint32_t bit = Bits * Row;
  constexpr std::uint32_t word = bit / 32;
  constexpr std::uint32_t shift = bit % 32;
  Lanes value = load_lanes(in + 16 * word) >> shift;
  if constexpr (shift + Bits > 32) value |= load_lanes(in + 16 * (word + 1)) << (32 - shift);
  if constexpr (Bits < 32) value &= (std::uint32_t{1} << Bits) - 1;
  store_lanes(out + 4 * Row, value);
}

template <std::uint32_t Bits, std::uint32_t... Rows>
inline void unpack_rows(const std::byte* in, std::uint32_t* out, std::integer_sequence<std::uint32_t, Rows...>) {
  (unpack_row<Bits, Rows>(in, out), ...);
}

template <std::uint32_t Bits>
void unpack_with(const std::byte* in, std::uint32_t* out) {
  if constexpr (Bits == 0) {
    std::memset(out, 0, 128 * sizeof *out);
  } else {
    unpack_rows<Bits>(in, out, std::make_integer_sequence<std::uint32_t, kRows>{});
  }
}

using Unpack = void (*)(const std::byte*, std::uint32_t*);

template <std::uint32_t... Bits>
constexpr std::array<Unpack, sizeof...(Bits)> unpack_table(std::integer_sequence<std::uint32_t, Bits...>) {
  return {&unpack_with<Bits>...};
}
constexpr auto kUnpack = unpack_table(std::make_integer_sequence<std::uint32_t, 33>{});

}  // namespace

void pack_block(const std::uint32_t* values, std::uint32_t bits, std::vector<std::byte>& out) {
  assert(bits <= 32 && "a packed value has at most 32 bits");
  std::array<std::uint32_t, 4 * 32> words{};
  for (std::uint32_t i = 0; i < 128; ++i) {
    const std::uint32_t bit = (i / 4) * bits;
    const std::uint32_t lane = i % 4;
    const std::uint32_t shift = bit % 32;
    if (bits == 0) break;
    words[(bit / 32) * 4 + lane] |= values[i] << shift;
    if (shift + bits > 32) words[(bit / 32 + 1) * 4 + lane] |= values[i] >> (32 - shift);
  }
  const auto bytes = std::as_bytes(std::span(words)).first(packed_block_bytes(bits));
  out.insert(out.end(), bytes.begin(), bytes.end());
}

void unpack_block(const std::byte* in, std::uint32_t bits, std::uint32_t* out) { kUnpack[bits](in, out); }

void pack_bit_string(std::span<const std::uint32_t> values, std::uint32_t bits, std::vector<std::byte>& out) {
  if (bits == 0) return;
  std::uint64_t pending = 0;
  std::uint32_t filled = 0;
  for (const std::uint32_t value : values) {
    pending |= static_cast<std::uint64_t>(value) << filled;
    filled += bits;
    while (filled >= 8) {
      out.push_back(static_cast<std::byte>(pending & 0xFF));
      pending >>= 8;
      filled -= 8;
    }
  }
  if (filled > 0) out.push_back(static_cast<std::byte>(pending & 0xFF));
}

void prefix_sum_block(std::uint32_t* values, std::uint32_t start) {
  const Lanes zero = {0, 0, 0, 0};
  const Lanes one = {1, 1, 1, 1};
  Lanes carry = zero + (start - 1);  // wraps for start 0 and back with the first gap
  for (std::uint32_t row = 0; row < kRows; ++row) {
    Lanes sums = load_lanes(values + 4 * row) + one;
    sums += __builtin_shufflevector(zero, sums, 0, 4, 5, 6);
    sums += __builtin_shufflevector(zero, sums, 0, 1, 4, 5);
    sums += carry;
    store_lanes(values + 4 * row, sums);
    carry = __builtin_shufflevector(sums, sums, 3, 3, 3, 3);
  }
}

}  // namespace aisle::engine
