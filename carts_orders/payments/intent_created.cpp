// The provider opened an intent, or gave the same one again.
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/outcomes.hpp"
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

/// The intent came first by a notice that did not say whose it was, and became an attempt of its own: the attempt that
/// asked for it has no other, and can never capture.
void give_way(OrderChange& change, PaymentAttempt& attempt) {
  if (!attempt.intent.empty() || !is_open(attempt)) return;
  close_attempt(change, attempt, PaymentAttempt::State::voided);
  fail_if_hopeless(change, "payment-canceled");
  settle(change);
}

}  // namespace

Answer handle(Transaction& tx, const IntentCreated& command) {
  end_job(tx, command.job, job_kind::kPaymentCreate);
  const auto order = tx.find<Order>(command.order);
  if (!order) return noted();
  OrderChange change(tx, *order);
  PaymentAttempt* attempt = find_attempt(change.order(), command.attempt);
  if (attempt == nullptr || command.intent.empty()) return noted();
  PaymentAttempt* known = find_attempt(change.order(), command.intent);
  if (known != nullptr) {
    complete(change, *known, command.client_secret);
    if (known != attempt) give_way(change, *attempt);
  } else if (attempt->intent.empty()) {
    learn_intent(change, command.attempt, command.intent, command.client_secret);
  } else {
    give_up(change, adopt_intent(change, std::string(attempt->provider), command.intent));
  }
  change.save();
  return noted();
}

}  // namespace aisle::shop
