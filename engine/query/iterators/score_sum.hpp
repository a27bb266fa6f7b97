#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace aisle::engine {

/// A float that no sum of up to a few thousand floats, each at most its part of `bound`, exceeds once rounded: the
/// order in which doubles are added may move the last bits, a bound must not be moved below the sum.
inline float bound_of_sum(double bound) { return static_cast<float>(bound * (1.0 + 1e-12)); }

/// What a clause must score at least so that, with at most `rest` from the other clauses of a sum, the rounded sum can
/// be `total`: below it, bound_of_sum() of both is less than `total`. 0 when anything will do.
inline float least_share(float total, double rest) {
  // Doubles round up to `total` from half way between it and the float before.
  const double half_way =
      (static_cast<double>(total) + static_cast<double>(std::nextafter(total, 0.0F))) / 2.0;
  const double share = half_way * (1.0 - 2e-12) - rest;
  if (!(share > 0.0)) return 0.0F;
  const auto rounded = static_cast<float>(share);
  return static_cast<double>(rounded) < share ? std::nextafter(rounded, std::numeric_limits<float>::infinity())
                                              : rounded;
}

/// Adds to bounds[i] a bound for a clause that scores a rounded sum of at most sums[i].
inline void add_bounds_of_sums(std::size_t count, const double* sums, double* bounds) {
  for (std::size_t i = 0; i < count; ++i) bounds[i] += static_cast<double>(bound_of_sum(sums[i]));
}

}  // namespace aisle::engine
