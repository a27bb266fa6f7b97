// The reconciler's answer, for webhooks that never came. The job goes with the attempt: while it may still capture, it
// is asked again.
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/payments/attempts.hpp"
#include "carts_orders/payments/payment_events.hpp"

namespace aisle::shop {
namespace {

/// Whether the intent that the job asks for, or gives up, may still capture.
bool is_still_open(Transaction& tx, const Job& job) {
  const auto payload = PaymentPoll::decode(job.payload);  // payment.void carries the same members
  const auto order = tx.find<Order>(job.subject);
  if (!payload || !order) return false;
  for (const PaymentAttempt& attempt : order->payments) {
    if (attempt.intent == payload->intent && is_open(attempt)) return true;
  }
  return false;
}

}  // namespace

Answer handle(Transaction& tx, const IntentPolled& command) {
  apply_event(tx, command.event);
  auto job = find_job(tx, command.job, job_kind::kPaymentPoll);
  if (!job) job = find_job(tx, command.job, job_kind::kPaymentVoid);
  if (!job) return noted();
  if (is_still_open(tx, *job)) {
    postpone(tx, *job, tx.now() + tx.settings().payment_poll_every);
  } else {
    tx.erase<Job>(job->key);
  }
  return noted();
}

}  // namespace aisle::shop
