#pragma once
// How long a job that failed waits.

#include "carts_orders/jobs/job_kinds.hpp"

namespace aisle::shop {

/// Before the next try of a job that failed `attempts` times (>= 1): first_backoff doubled with each failure, up to
/// longest_backoff, and of that between three and five quarters. Where in between follows from the job's number and the
/// attempt, so that jobs that failed together do not come back together, and a replay waits as long.
EpochMillis backoff(const JobKind& kind, std::int64_t job, std::int32_t attempts);

}  // namespace aisle::shop
