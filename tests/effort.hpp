#pragma once
// How much of a long random test to run. AISLE_TEST_EFFORT is a percentage (100 when absent); CMake sets a smaller one
// for sanitizer builds, where everything takes ten times as long.

#include <algorithm>
#include <cstdlib>

namespace aisle {

/// `full` rounds, or the asked percentage of them, but at least one.
inline int test_effort(int full) {
  const char* percent = std::getenv("AISLE_TEST_EFFORT");
  return percent == nullptr ? full : std::max(1, full * std::clamp(std::atoi(percent), 1, 1'000) / 100);
}

}  // namespace aisle
