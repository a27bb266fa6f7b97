#pragma once
// How a day's load comes: phases of rising and falling rates, and the moment of every request fixed in advance.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "loaders/synthetic/query_log.hpp"

namespace aisle::bench {

struct LoadPhase {
  std::string name;
  double seconds = 0.0;
  double from = 0.0;  ///< requests per second at its begin
  double to = 0.0;    ///< and at its end; even in between
};

struct LoadProfile {
  std::string name;
  std::vector<LoadPhase> phases;
  loaders::QueryMix mix;
};

/// Reads a TOML profile. Errors name the file, the line and the key.
Result<LoadProfile> read_profile(const std::filesystem::path& file);

struct Arrival {
  double due_seconds = 0.0;  ///< after the start
  std::uint32_t phase = 0;
};

/// When requests are due: a Poisson process whose rate follows the profile (times `scale`), from a seed. Increasing.
/// Fixed before the load starts, so that a slow answer delays no later request (no coordinated omission).
std::vector<Arrival> plan_arrivals(const LoadProfile& profile, double scale, std::uint64_t seed);

}  // namespace aisle::bench
