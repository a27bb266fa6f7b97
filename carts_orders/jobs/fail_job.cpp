// A try that did not work: the job waits, longer each time, and dies with its last try.
#include <algorithm>
#include <utility>

#include "carts_orders/jobs/backoff.hpp"
#include "carts_orders/jobs/job_ends.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {
namespace {

constexpr std::size_t kLongestError = 500;

bool is_used_up(const Job& job, const JobKind* kind, const ShopSettings& settings) {
  if (kind == nullptr) return true;
  const std::int32_t tries = tries_of(*kind, settings);
  return tries > 0 && job.attempts >= tries;
}

/// At most `kLongestError` bytes, cut between characters.
std::string cut(const std::string& error) {
  if (error.size() <= kLongestError) return error;
  std::size_t length = kLongestError;
  while (length > 0 && (static_cast<unsigned char>(error[length]) & 0xC0) == 0x80) --length;
  return error.substr(0, length);
}

}  // namespace

Answer handle(Transaction& tx, const FailJob& command) {
  const auto found = tx.find<Job>(command.job);
  if (!found || found->state == Job::State::dead) return noted();
  Job job = *found;
  job.attempts += 1;
  job.last_error = cut(command.error);
  const JobKind* kind = find_job_kind(job.kind);
  if (command.permanent || is_used_up(job, kind, tx.settings())) {
    job.state = Job::State::dead;
    tx.put(job);
    on_dead_job(tx, job);
  } else {
    job.run_at = tx.now() + backoff(*kind, job.key, job.attempts);
    tx.put(std::move(job));
  }
  return noted();
}

}  // namespace aisle::shop
