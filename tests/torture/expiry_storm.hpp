#pragma once
// Thousands of leases that end within one second, while clients buy.

#include <cstdint>

#include "tests/torture/torture_shop.hpp"

namespace aisle::torture {

struct ExpiryStormOptions {
  std::int64_t holds = 10'000;
  std::int64_t clients = 32;
  std::uint64_t seed = 1;
  EpochMillis until = 8'000;  ///< from now to the second in which the leases end; holds are made before
};

/// Logs "lag <p50> <p99> <max> <holds>", in ms from the end of a lease to the durable commit that released it, and
/// "latency <p50> <p99> <max> <asks>", in ms, of clients during the storm. Returns an exit code: 3 when a hold was not
/// released, or not in time: 99 of 100 within a second of their end.
int run_expiry_storm(TortureOptions torture, const ExpiryStormOptions& options);

}  // namespace aisle::torture
