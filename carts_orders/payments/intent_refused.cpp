// The provider will not open an intent: there is nothing that could capture.
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/outcomes.hpp"
#include "carts_orders/payments/attempts.hpp"

namespace aisle::shop {

Answer handle(Transaction& tx, const IntentRefused& command) {
  end_job(tx, command.job, job_kind::kPaymentCreate);
  const auto order = tx.find<Order>(command.order);
  if (!order) return noted();
  OrderChange change(tx, *order);
  PaymentAttempt* attempt = find_attempt(change.order(), command.attempt);
  if (attempt == nullptr || !attempt->intent.empty() || !is_open(*attempt)) return noted();
  attempt->failure = command.failure.empty() ? "refused" : command.failure;
  close_attempt(change, *attempt, PaymentAttempt::State::failed);
  fail_if_hopeless(change, attempt->failure);
  settle(change);
  change.save();
  return noted();
}

}  // namespace aisle::shop
