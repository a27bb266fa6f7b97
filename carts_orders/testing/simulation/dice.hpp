#pragma once
// All chance of a simulated run comes from here: one seed, one run.

#include <cassert>
#include <cstddef>
#include <cstdint>

#include "base/hash.hpp"

namespace aisle::shop::simulation {

/// A value; SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195) with XXH64's finish.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(mix64(seed + 1)) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    return mix64(state_);
  }
  /// From `low` to `high`, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    assert(low <= high && "an empty range was asked of the dice");
    const auto width = static_cast<std::uint64_t>(high - low) + 1;
    return low + static_cast<std::int64_t>(width == 0 ? next() : next() % width);
  }
  bool chance(double probability) {
    return probability > 0 && static_cast<double>(next() >> 11) * 0x1p-53 < probability;
  }
  /// From 0 up to `highest`, small values as likely as large ones by order of magnitude.
  std::int64_t skewed(std::int64_t highest) {
    if (highest <= 0) return 0;
    const std::int64_t ceiling = highest >> between(0, 6);
    return between(0, ceiling);
  }
  template <class List>
  auto& pick(List& list) {
    assert(!list.empty() && "nothing to pick from");
    return list[static_cast<std::size_t>(next() % list.size())];
  }
  /// An independent stream, so that one actor's choices do not move another's.
  Dice fork() { return Dice(next()); }

 private:
  std::uint64_t state_;
};

}  // namespace aisle::shop::simulation
