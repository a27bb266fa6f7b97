#include "carts_orders/payments/attempts.hpp"

#include <algorithm>
#include <cassert>

#include "carts_orders/jobs/job_kinds.hpp"

namespace aisle::shop {
namespace {

using State = PaymentAttempt::State;

void void_intent(OrderChange& change, const PaymentAttempt& attempt) {
  const Id& order = change.order().key;
  change.tx().enqueue(make_job(
      PaymentVoid{.order = order, .attempt = attempt.number, .provider = attempt.provider, .intent = attempt.intent}, order));
}

void start_polling(OrderChange& change, PaymentAttempt& attempt) {
  const Id& order = change.order().key;
  const PaymentPoll poll{.order = order, .attempt = attempt.number, .provider = attempt.provider, .intent = attempt.intent};
  const EpochMillis first = change.tx().now() + change.tx().settings().payment_poll_after;
  attempt.poll_job = change.tx().enqueue(make_job(poll, order, first));
}

PaymentAttempt& add_attempt(OrderChange& change, std::string provider) {
  auto& payments = change.order().payments;
  PaymentAttempt attempt;
  attempt.number = payments.empty() ? 1 : payments.back().number + 1;
  attempt.provider = std::move(provider);
  change.note("payment");
  return payments.emplace_back(std::move(attempt));
}

void remember_intent(OrderChange& change, PaymentAttempt& attempt, const std::string& intent) {
  attempt.intent = intent;
  change.tx().put(Intent{.key = attempt.provider + ':' + intent, .order = change.order().key, .attempt = attempt.number});
  start_polling(change, attempt);
}

}  // namespace

bool is_hopeful(const PaymentAttempt& attempt) {
  return attempt.state == State::creating || attempt.state == State::pending;
}
bool is_open(const PaymentAttempt& attempt) { return is_hopeful(attempt) || attempt.state == State::voiding; }
bool any_hopeful(const Order& order) { return std::ranges::any_of(order.payments, is_hopeful); }
bool any_open(const Order& order) { return std::ranges::any_of(order.payments, is_open); }

PaymentAttempt* find_attempt(Order& order, std::int32_t number) {
  const auto found = std::ranges::find(order.payments, number, &PaymentAttempt::number);
  return found == order.payments.end() ? nullptr : &*found;
}
PaymentAttempt* find_attempt(Order& order, std::string_view intent) {
  const auto found = std::ranges::find(order.payments, intent, &PaymentAttempt::intent);
  return intent.empty() || found == order.payments.end() ? nullptr : &*found;
}

void begin_attempt(OrderChange& change, std::string method) {
  const Order& order = change.order();
  PaymentAttempt& attempt = add_attempt(change, change.tx().settings().payment_provider);
  attempt.method = std::move(method);
  const PaymentCreate create{.order = order.key,
                             .attempt = attempt.number,
                             .provider = attempt.provider,
                             .method = attempt.method,
                             .email = order.email,
                             .amount = {order.total, order.currency}};
  change.tx().enqueue(make_job(create, order.key));
}

void attach_intent(OrderChange& change, PaymentAttempt& attempt, const std::string& intent, const std::string& client_secret) {
  assert(attempt.intent.empty() && "an attempt has one intent");
  const bool is_wanted = change.order().state == OrderState::payment_pending &&
                         (attempt.state == State::creating || (attempt.state == State::failed && !any_hopeful(change.order())));
  attempt.client_secret = client_secret;
  attempt.state = is_wanted ? State::pending : State::voiding;
  if (is_wanted) attempt.failure.clear();
  remember_intent(change, attempt, intent);
  if (!is_wanted) void_intent(change, attempt);
  change.note("payment");
}

PaymentAttempt& adopt_intent(OrderChange& change, const std::string& provider, const std::string& intent) {
  PaymentAttempt& attempt = add_attempt(change, provider);
  attempt.state = State::pending;
  remember_intent(change, attempt, intent);
  return attempt;
}

void give_up(OrderChange& change, PaymentAttempt& attempt) {
  if (!is_hopeful(attempt)) return;
  attempt.state = State::voiding;
  if (!attempt.intent.empty()) void_intent(change, attempt);
  change.note("payment");
}

void give_up_all(OrderChange& change) {
  for (PaymentAttempt& attempt : change.order().payments) give_up(change, attempt);
}

void close_attempt(OrderChange& change, PaymentAttempt& attempt, State state) {
  attempt.state = state;
  if (attempt.poll_job != 0) change.tx().erase<Job>(attempt.poll_job);
  attempt.poll_job = 0;
  change.note("payment");
}

void close_unpaid(OrderChange& change, PaymentAttempt& attempt) {
  close_attempt(change, attempt, attempt.failure.empty() ? State::voided : State::failed);
}

}  // namespace aisle::shop
