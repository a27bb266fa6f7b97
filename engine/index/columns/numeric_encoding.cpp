#include "engine/index/columns/numeric_encoding.hpp"

#include <array>
#include <cmath>

namespace aisle::engine {
namespace {

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
constexpr double kTwoTo63 = 9223372036854775808.0;
/// Scaled values stay where doubles hold every integer.
constexpr double kLargestScaled = 9007199254740992.0;

std::int64_t ordered_bits(double value) {
  const auto bits = std::bit_cast<std::int64_t>(value);
  return bits ^ ((bits >> 63) & NumericEncoding::kMagnitude);
}

/// The nearest encoded integer, clamped.
std::int64_t clamp_to_integer(double value) {
  if (value >= kTwoTo63) return kHighest;
  if (value < -kTwoTo63) return kLowest;
  return static_cast<std::int64_t>(value);
}

bool scales_exactly(double value, double scale) {
  const double scaled = std::nearbyint(value * scale);
  if (!(std::abs(scaled) <= kLargestScaled)) return false;
  return std::bit_cast<std::int64_t>(scaled / scale) == std::bit_cast<std::int64_t>(value) && !(scaled == 0 && std::signbit(value));
}

/// The smallest encoded value whose number is >= bound (> when not inclusive), for scaled encodings.
std::int64_t lowest_at_least(const NumericEncoding& encoding, double bound, bool inclusive) {
  const double scaled = bound * encoding.scale;
  if (scaled >= kTwoTo63) return kHighest;
  if (scaled < -kTwoTo63) return kLowest;
  std::int64_t low = clamp_to_integer(std::floor(scaled));
  const auto fits = [&](std::int64_t encoded) {
    const double number = encoding.decode(encoded);
    return inclusive ? number >= bound : number > bound;
  };
  while (low > kLowest && fits(low)) --low;
  while (low < kHighest && !fits(low)) ++low;
  return low;
}

std::int64_t highest_at_most(const NumericEncoding& encoding, double bound, bool inclusive) {
  const double scaled = bound * encoding.scale;
  if (scaled >= kTwoTo63) return kHighest;
  if (scaled < -kTwoTo63) return kLowest;
  std::int64_t high = clamp_to_integer(std::ceil(scaled));
  const auto fits = [&](std::int64_t encoded) {
    const double number = encoding.decode(encoded);
    return inclusive ? number <= bound : number < bound;
  };
  while (high < kHighest && fits(high)) ++high;
  while (high > kLowest && !fits(high)) --high;
  return high;
}

}  // namespace

std::int64_t NumericEncoding::encode(double value) const {
  switch (kind) {
    case Kind::integer: return clamp_to_integer(std::nearbyint(value));
    case Kind::scaled: return clamp_to_integer(std::nearbyint(value * scale));
    case Kind::double_bits: return ordered_bits(value);
  }
  return 0;
}

bool NumericEncoding::holds(double value) const {
  switch (kind) {
    case Kind::integer: return std::bit_cast<std::int64_t>(decode(encode(value))) == std::bit_cast<std::int64_t>(value);
    case Kind::scaled: return scales_exactly(value, scale);
    case Kind::double_bits: return true;
  }
  return false;
}

NumericEncoding NumericEncoding::for_reals(std::span<const double> values) {
  NumericEncoding encoding;
  encoding.kind = Kind::scaled;
  std::size_t at = 0;
  for (const double scale : {1.0, 10.0, 100.0, 1000.0, 10000.0}) {
    encoding.scale = scale;
    // A value that a smaller scale already held is held by a greater one as well, up to the limit of size, which the
    // second pass verifies.
    while (at < values.size() && scales_exactly(values[at], scale)) ++at;
    if (at < values.size()) continue;
    bool all = true;
    for (const double value : values) all = all && scales_exactly(value, scale);
    if (all) return encoding;
  }
  encoding.kind = Kind::double_bits;
  encoding.scale = 1.0;
  return encoding;
}

namespace {

std::pair<std::int64_t, std::int64_t> double_bits_range(std::optional<double> from, bool include_from,
                                                        std::optional<double> to, bool include_to) {
  // Both zeros are the same number, so bounds at zero take both or neither.
  std::int64_t low = ordered_bits(-std::numeric_limits<double>::infinity());
  std::int64_t high = ordered_bits(std::numeric_limits<double>::infinity());
  if (from) low = include_from ? ordered_bits(*from == 0 ? -0.0 : *from) : ordered_bits(*from == 0 ? 0.0 : *from) + 1;
  if (to) high = include_to ? ordered_bits(*to == 0 ? 0.0 : *to) : ordered_bits(*to == 0 ? -0.0 : *to) - 1;
  return {low, high};
}

std::pair<std::int64_t, std::int64_t> integer_range(std::optional<double> from, bool include_from,
                                                    std::optional<double> to, bool include_to) {
  std::int64_t low = kLowest;
  std::int64_t high = kHighest;
  if (from) {
    const double least = std::ceil(*from);
    if (least >= kTwoTo63) return {1, 0};
    low = clamp_to_integer(least);
    if (!include_from && least == *from && least >= -kTwoTo63) ++low;
  }
  if (to) {
    const double greatest = std::floor(*to);
    if (greatest < -kTwoTo63) return {1, 0};
    high = clamp_to_integer(greatest);
    if (!include_to && greatest == *to && greatest < kTwoTo63) {
      if (high == kLowest) return {1, 0};
      --high;
    }
  }
  return {low, high};
}

}  // namespace

std::pair<std::int64_t, std::int64_t> NumericEncoding::range(std::optional<double> from, bool include_from,
                                                             std::optional<double> to, bool include_to) const {
  if ((from && std::isnan(*from)) || (to && std::isnan(*to))) return {1, 0};
  if (kind == Kind::double_bits) return double_bits_range(from, include_from, to, include_to);
  if (kind == Kind::integer) return integer_range(from, include_from, to, include_to);
  const std::int64_t low = from ? lowest_at_least(*this, *from, include_from) : kLowest;
  const std::int64_t high = to ? highest_at_most(*this, *to, include_to) : kHighest;
  // Clamping at the ends of the integers must not let in a number that the bound excludes.
  if (from && (include_from ? decode(low) < *from : decode(low) <= *from)) return {1, 0};
  if (to && (include_to ? decode(high) > *to : decode(high) >= *to)) return {1, 0};
  return {low, high};
}

}  // namespace aisle::engine
