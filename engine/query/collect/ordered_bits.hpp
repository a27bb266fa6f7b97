#pragma once
// Reals as integers that sort alike, and directions as complements.

#include <bit>
#include <cstdint>

namespace aisle::engine {

inline std::int64_t ordered_bits(double value) {
  const auto bits = std::bit_cast<std::int64_t>(value == 0.0 ? 0.0 : value);
  return bits < 0 ? bits ^ INT64_MAX : bits;
}
inline double from_ordered_bits(std::int64_t bits) {
  return std::bit_cast<double>(bits < 0 ? bits ^ INT64_MAX : bits);
}
/// Turns an order round; its own inverse.
inline std::int64_t directed(std::int64_t value, bool descending) { return descending ? ~value : value; }

}  // namespace aisle::engine
