#pragma once
// An assertion ends the process: then at least the seed is said.

#include <cstdint>

namespace aisle::shop::simulation {

/// While it lives, an abort or a segmentation fault of this thread says which seed was under way. One at a time per thread.
class SeedGuard {
 public:
  explicit SeedGuard(std::uint64_t seed);
  ~SeedGuard();
  SeedGuard(const SeedGuard&) = delete;
  SeedGuard& operator=(const SeedGuard&) = delete;
};

}  // namespace aisle::shop::simulation
