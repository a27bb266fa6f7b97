// A whole shop on bad days. A seed that fails here: aisle_simulate --seed N --trace.
#include "carts_orders/testing/simulation/simulation.hpp"

#include <gtest/gtest.h>

#include <cstdio>

#include "tests/effort.hpp"

namespace aisle::shop::simulation {
namespace {

#ifdef NDEBUG
constexpr int kSeeds = 20'000;
#else
constexpr int kSeeds = 2'000;
#endif

std::string text_of(const std::vector<std::string>& findings) {
  std::string text;
  for (const std::string& finding : findings) text += finding + '\n';
  return text;
}

TEST(Simulation, KeepsEveryPromiseOnBadDaysAndComesToRest) {
  const int seeds = test_effort(kSeeds);
  Coverage coverage;
  for (int seed = 1; seed <= seeds; ++seed) {
    const SimulationOutcome outcome = simulate({.seed = static_cast<std::uint64_t>(seed)});
    ASSERT_TRUE(outcome.findings.empty()) << "seed " << seed << "\n" << text_of(outcome.findings);
    coverage.add(outcome.coverage);
  }
  std::printf("%d seeds\n%s", seeds, coverage.report().c_str());
  // Nine of ten ways an order can take, once the seeds are many enough for the rare ones.
  if (seeds >= 500) {
    EXPECT_GE(coverage.visited() * 10, Coverage::possible() * 9) << coverage.report();
  }
}

TEST(Simulation, RepeatsASeedStepByStep) {
  for (const std::uint64_t seed : {3, 11, 42, 538, 4711}) {
    const SimulationOutcome first = simulate({.seed = seed});
    const SimulationOutcome second = simulate({.seed = seed});
    EXPECT_EQ(first.hash, second.hash) << "seed " << seed;
    EXPECT_EQ(first.steps, second.steps) << "seed " << seed;
    EXPECT_NE(first.hash, simulate({.seed = seed + 1}).hash);
  }
}

}  // namespace
}  // namespace aisle::shop::simulation
