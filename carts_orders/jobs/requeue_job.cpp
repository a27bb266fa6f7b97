// A dead job gets all its tries again.
#include "carts_orders/jobs/job_ends.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {

Answer handle(Transaction& tx, const RequeueJob& command) {
  const auto job = tx.find<Job>(command.job);
  if (!job || job->queue != command.queue) {
    return problem(404, "job-not-found", "The queue has no such job; it may be done.");
  }
  if (job->state == Job::State::dead) {
    postpone(tx, *job, tx.now());
    on_requeued_job(tx, *job);
  }
  Answer answer;
  JsonWriter json(answer.body);
  json.begin_object();
  json.field("id", job->key);
  json.field("queue", std::string_view(job->queue));
  json.field("kind", std::string_view(job->kind));
  json.field("state", "ready");
  json.end_object();
  return answer;
}

}  // namespace aisle::shop
