#pragma once
// The end of a job, in the commit of its outcome.

#include <memory>
#include <string_view>

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// The job, if it is still there and of that kind; a report may come twice, or after somebody else settled it.
inline std::shared_ptr<const Job> find_job(Transaction& tx, std::int64_t number, std::string_view kind) {
  auto job = tx.find<Job>(number);
  return job && job->kind == kind ? job : nullptr;
}

inline void end_job(Transaction& tx, std::int64_t number, std::string_view kind) {
  if (find_job(tx, number, kind)) tx.erase<Job>(number);
}

/// The job goes on at `run_at`, as if it were new.
inline void postpone(Transaction& tx, const Job& job, EpochMillis run_at) {
  Job later = job;
  later.state = Job::State::ready;
  later.run_at = run_at;
  later.attempts = 0;
  later.last_error.clear();
  tx.put(std::move(later));
}

/// What workers get: nobody reads it.
inline Answer noted() { return {}; }

}  // namespace aisle::shop
