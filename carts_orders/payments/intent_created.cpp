// The provider opened an intent, or gave the same one again.
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/payments/attempts.hpp"
#include "carts_orders/payments/payment_events.hpp"

namespace aisle::shop {
namespace {

/// A webhook brought the intent before the worker's report, which knows the secret.
void complete(OrderChange& change, PaymentAttempt& attempt, const std::string& client_secret) {
  if (client_secret.empty() || attempt.client_secret == client_secret) return;
  attempt.client_secret = client_secret;
  change.note("payment");
}

}  // namespace

Answer handle(Transaction& tx, const IntentCreated& command) {
  end_job(tx, command.job, job_kind::kPaymentCreate);
  const auto order = tx.find<Order>(command.order);
  if (!order) return noted();
  OrderChange change(tx, *order);
  PaymentAttempt* attempt = find_attempt(change.order(), command.attempt);
  if (attempt == nullptr || command.intent.empty()) return noted();
  if (attempt->intent.empty()) {
    learn_intent(change, command.attempt, command.intent, command.client_secret);
  } else if (attempt->intent == command.intent) {
    complete(change, *attempt, command.client_secret);
  } else if (find_attempt(change.order(), command.intent) == nullptr) {
    give_up(change, adopt_intent(change, std::string(attempt->provider), command.intent));
  }
  change.save();
  return noted();
}

}  // namespace aisle::shop
