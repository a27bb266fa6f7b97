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

void store_lanes(std::byte* to, Lanes lanes) { std::memcpy(to, &lanes, sizeof lanes); }

/// Adds a row to the word that is being filled, and writes it once full.
template <std::uint32_t Bits, std::uint32_t Row>
inline void pack_row(const std::uint32_t* values, Lanes& word, std::byte* out) {
  constexpr std::uint32_t bit = Bits * Row;
  constexpr std::uint32_t shift = bit % 32;
  const Lanes row = load_lanes(values + 4 * Row);
  word = shift == 0 ? row : word | (row << shift);
  if constexpr (shift + Bits >= 32) {
    store_lanes(out + 16 * (bit / 32), word);
    if constexpr (shift + Bits > 32) word = row >> (32 - shift);
  }
}

template <std::uint32_t Bits, std::uint32_t... Rows>
inline void pack_rows(const std::uint32_t* values, std::byte* out, std::integer_sequence<std::uint32_t, Rows...>) {
  Lanes word = {0, 0, 0, 0};
  (pack_row<Bits, Rows>(values, word, out), ...);
}

template <std::uint32_t Bits>
void pack_with(const std::uint32_t* values, std::byte* out) {
  if constexpr (Bits > 0) pack_rows<Bits>(values, out, std::make_integer_sequence<std::uint32_t, kRows>{});
}

using Pack = void (*)(const std::uint32_t*, std::byte*);

template <std::uint32_t... Bits>
constexpr std::array<Pack, sizeof...(Bits)> pack_table(std::integer_sequence<std::uint32_t, Bits...>) {
  return {&pack_with<Bits>...};
}
constexpr auto kPack = pack_table(std::make_integer_sequence<std::uint32_t, 33>{});

}  // namespace

void pack_block(const std::uint32_t* values, std::uint32_t bits, std::byte* out) {
  assert(bits <= 32 && "a packed value has at most 32 bits");
  kPack[bits](values, out);
}

void unpack_block(const std::byte* in, std::uint32_t bits, std::uint32_t* out) { kUnpack[bits](in, out); }

void pack_bit_string(std::span<const std::uint32_t> values, std::uint32_t bits, std::byte* out) {
  if (bits == 0) return;
  std::uint64_t pending = 0;  // below 8 bits of it are not written yet
  std::uint32_t filled = 0;
  for (const std::uint32_t value : values) {
    pending |= static_cast<std::uint64_t>(value) << filled;
    filled += bits;
    std::memcpy(out, &pending, sizeof pending);
    out += filled >> 3;
    pending >>= filled & ~7U;
    filled &= 7;
  }
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
