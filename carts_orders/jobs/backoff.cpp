#include "carts_orders/jobs/backoff.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace aisle::shop {

EpochMillis backoff(const JobKind& kind, std::int64_t job, std::int32_t attempts) {
  EpochMillis wait = kind.first_backoff;
  for (std::int32_t i = 1; i < attempts && wait < kind.longest_backoff; ++i) wait *= 2;
  wait = std::min(wait, kind.longest_backoff);
  const std::uint64_t seed = mix64(mix64(static_cast<std::uint64_t>(job)) + static_cast<std::uint64_t>(attempts));
  const auto jitter = static_cast<EpochMillis>(seed % static_cast<std::uint64_t>(wait / 2 + 1));
  return wait - wait / 4 + jitter;
}

}  // namespace aisle::shop
