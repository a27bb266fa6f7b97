#pragma once
// START HERE for simulation: one run of a whole shop, on a bad day, from one seed.
//
// The real state machine, group commit, timers, job board, workers, test provider and test carrier run on a virtual
// clock, executor and disk. Shoppers and staff ask over a road that loses, doubles and delays; the process dies between
// any two steps, the device fails before or after a commit took effect, the disk is full for a while, the wall clock
// jumps. Then all faults stop, and the shop must come to rest: every order at an end, every job done, and the books
// right: the shop's own, the provider's and those of everybody who was told something.
//
// After TigerBeetle's VOPR (docs/internals/vopr.md there) and FoundationDB's simulation (Zhou et al. 2021,
// doi:10.1145/3448016.3457559).

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "carts_orders/testing/simulation/coverage.hpp"
#include "carts_orders/testing/simulation/planted_bug.hpp"

namespace aisle::shop::simulation {

struct SimulationOptions {
  std::uint64_t seed = 1;
  PlantedBug bug = PlantedBug::none;
  std::FILE* trace = nullptr;  ///< every step as a line
};

struct SimulationOutcome {
  std::vector<std::string> findings;  ///< empty: all is well
  std::uint64_t hash = 0;             ///< of the trace: the same for the same seed
  std::uint64_t steps = 0;
  std::uint64_t lives = 0;            ///< of the process
  std::uint64_t orders = 0;
  Coverage coverage;
};

/// Runs one seed. Takes a few milliseconds; shares nothing with other runs, so threads may each run their own.
SimulationOutcome simulate(const SimulationOptions& options);

}  // namespace aisle::shop::simulation
