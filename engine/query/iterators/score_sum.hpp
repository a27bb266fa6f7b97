#pragma once

#include <cmath>

namespace aisle::engine {

/// A float that no sum of up to a few thousand floats, each at most its part of `bound`, exceeds once rounded: the
/// order in which doubles are added may move the last bits, a bound must not be moved below the sum.
inline float bound_of_sum(double bound) { return static_cast<float>(bound * (1.0 + 1e-12)); }

}  // namespace aisle::engine
