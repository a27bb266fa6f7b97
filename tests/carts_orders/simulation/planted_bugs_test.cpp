// The simulation is only worth what it finds: each planted bug is found within a bounded number of seeds.
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "carts_orders/testing/simulation/simulation.hpp"

namespace aisle::shop::simulation {
namespace {

constexpr std::uint64_t kMostSeeds = 100;

class PlantedBugs : public ::testing::TestWithParam<NamedBug> {};

TEST_P(PlantedBugs, AreFound) {
  for (std::uint64_t seed = 1; seed <= kMostSeeds; ++seed) {
    const SimulationOutcome outcome = simulate({.seed = seed, .bug = GetParam().bug});
    if (outcome.findings.empty()) continue;
    const std::string name(GetParam().name);
    std::printf("%s: seed %d: %s\n", name.c_str(), static_cast<int>(seed), outcome.findings.front().c_str());
    return;
  }
  ADD_FAILURE() << GetParam().name << " was not found by " << kMostSeeds << " seeds";
}

INSTANTIATE_TEST_SUITE_P(Simulation, PlantedBugs, ::testing::ValuesIn(kPlantedBugs), [](const auto& bug) {
  std::string name;
  bool starts_word = true;
  for (const char c : bug.param.name) {
    if (c != '_') name += starts_word ? static_cast<char>(c - 'a' + 'A') : c;
    starts_word = c == '_';
  }
  return name;
});

}  // namespace
}  // namespace aisle::shop::simulation
