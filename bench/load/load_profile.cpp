#include "bench/load/load_profile.hpp"

#include <cmath>
#include <toml++/toml.h>

#include "loaders/synthetic/random.hpp"

namespace aisle::bench {
namespace {

Error profile_error(const std::filesystem::path& file, const toml::source_region& where, const std::string& what) {
  return Error(ErrorCode::invalid_argument,
               file.string() + ":" + std::to_string(where.begin.line) + ": " + what, "load_profile", file.string());
}

Status read_phase(const std::filesystem::path& file, const toml::table& table, LoadPhase& phase) {
  for (const auto& [key, value] : table) {
    if (key == "name" && value.is_string()) {
      phase.name = *value.value<std::string>();
    } else if ((key == "seconds" || key == "from" || key == "to") && value.is_number()) {
      const double number = *value.value<double>();
      if (number < 0) return profile_error(file, value.source(), std::string(key.str()) + " is negative");
      (key == "seconds" ? phase.seconds : key == "from" ? phase.from : phase.to) = number;
    } else {
      return profile_error(file, value.source(), "unknown key or wrong type: " + std::string(key.str()));
    }
  }
  return {};
}

Status read_mix(const std::filesystem::path& file, const toml::table& table, loaders::QueryMix& mix) {
  mix = {.terms = 0, .typo = 0, .prefix = 0, .phrase = 0, .browse = 0};
  for (const auto& [key, value] : table) {
    const auto share = value.value<unsigned>();
    unsigned* target = key == "terms"    ? &mix.terms
                       : key == "typo"   ? &mix.typo
                       : key == "prefix" ? &mix.prefix
                       : key == "phrase" ? &mix.phrase
                       : key == "browse" ? &mix.browse
                                         : nullptr;
    if (target == nullptr || !share) return profile_error(file, value.source(), "unknown share: " + std::string(key.str()));
    *target = *share;
  }
  return {};
}

// The time within a phase by which `count` requests are due: the inverse of the integral of a linear rate.
double time_of(const LoadPhase& phase, double scale, double count) {
  const double from = phase.from * scale;
  const double slope = (phase.to - phase.from) * scale / phase.seconds;
  if (std::fabs(slope) < 1e-12) return count / from;
  return (std::sqrt(from * from + 2.0 * slope * count) - from) / slope;
}

}  // namespace

Result<LoadProfile> read_profile(const std::filesystem::path& file) {
  toml::table root;
  try {
    root = toml::parse_file(file.string());
  } catch (const toml::parse_error& problem) {
    return profile_error(file, problem.source(), std::string(problem.description()));
  }
  LoadProfile profile;
  profile.name = root["name"].value_or(file.stem().string());
  if (const toml::array* phases = root["phase"].as_array()) {
    for (const toml::node& node : *phases) {
      if (!node.is_table()) return profile_error(file, node.source(), "a phase must be a table");
      if (Status status = read_phase(file, *node.as_table(), profile.phases.emplace_back()); !status) {
        return std::move(status).error();
      }
    }
  }
  if (profile.phases.empty()) return profile_error(file, root.source(), "no [[phase]] given");
  if (const toml::table* mix = root["mix"].as_table()) {
    if (Status status = read_mix(file, *mix, profile.mix); !status) return std::move(status).error();
  }
  return profile;
}

std::vector<Arrival> plan_arrivals(const LoadProfile& profile, double scale, std::uint64_t seed) {
  loaders::Random random(seed, 0x10ad);
  std::vector<Arrival> arrivals;
  double begin = 0.0;
  for (std::uint32_t i = 0; i < profile.phases.size(); ++i) {
    const LoadPhase& phase = profile.phases[i];
    const double total = (phase.from + phase.to) / 2.0 * scale * phase.seconds;
    for (double count = -std::log1p(-random.uniform()); count < total; count -= std::log1p(-random.uniform())) {
      arrivals.push_back({.due_seconds = begin + time_of(phase, scale, count), .phase = i});
    }
    begin += phase.seconds;
  }
  return arrivals;
}

}  // namespace aisle::bench
