#pragma once
// How numbers become integers that sort as they do.

#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>

namespace aisle::engine {

/// How encoded integers and numbers convert. Copyable, cheap.
struct NumericEncoding {
  enum class Kind : std::uint8_t { integer, scaled, double_bits };
  Kind kind = Kind::integer;
  double scale = 1.0;

  std::int64_t encode(double value) const;  ///< exact for values that the column may hold
  double decode(std::int64_t encoded) const {
    switch (kind) {
      case Kind::integer: return static_cast<double>(encoded);
      case Kind::scaled: return static_cast<double>(encoded) / scale;
      case Kind::double_bits: return std::bit_cast<double>(encoded ^ ((encoded >> 63) & kMagnitude));
    }
    return 0.0;
  }
  /// Whether decode(encode(value)) is this very double.
  bool holds(double value) const;
  /// Encoded bounds [low, high] that hold exactly the column values v with v >= from and v <= to (or strict, where the
  /// flags say so). Empty (low > high) where none can.
  std::pair<std::int64_t, std::int64_t> range(std::optional<double> from, bool include_from, std::optional<double> to,
                                              bool include_to) const;

  /// The encoding that gives each of these back exactly with the smallest scale, or double_bits.
  static NumericEncoding for_reals(std::span<const double> values);

  static constexpr std::int64_t kMagnitude = std::numeric_limits<std::int64_t>::max();
};

}  // namespace aisle::engine
