// The provider gave an intent up. Money that came before wins, and money that comes after all is not lost: it outranks.
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/outcomes.hpp"
#include "carts_orders/payments/attempts.hpp"

namespace aisle::shop {

Answer handle(Transaction& tx, const IntentVoided& command) {
  end_job(tx, command.job, job_kind::kPaymentVoid);
  const auto order = tx.find<Order>(command.order);
  if (!order) return noted();
  OrderChange change(tx, *order);
  PaymentAttempt* attempt = find_attempt(change.order(), command.attempt);
  if (attempt == nullptr || !is_open(*attempt)) return noted();
  close_unpaid(change, *attempt);
  fail_if_hopeless(change, attempt->failure.empty() ? "payment-canceled" : attempt->failure);
  settle(change);
  change.save();
  return noted();
}

}  // namespace aisle::shop
