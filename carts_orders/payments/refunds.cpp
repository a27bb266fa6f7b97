#include "carts_orders/payments/refunds.hpp"

#include <algorithm>
#include <cassert>

#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/notifications/notices.hpp"
#include "carts_orders/payments/attempts.hpp"

namespace aisle::shop {
namespace {

bool counts(const Order& order, const PaymentAttempt& attempt) { return attempt.currency == order.currency; }

const PaymentAttempt& attempt_of(Order& order, const Refund& refund) {
  const PaymentAttempt* attempt = find_attempt(order, refund.attempt);
  assert(attempt != nullptr && "a refund is of a payment");
  return *attempt;
}

Job refund_job(const Order& order, const PaymentAttempt& attempt, const Refund& refund) {
  return make_job(PaymentRefund{.order = order.key,
                                .refund = refund.id,
                                .attempt = attempt.number,
                                .provider = attempt.provider,
                                .intent = attempt.intent,
                                .amount = {refund.amount, attempt.currency},
                                .reason = refund.reason,
                                .provider_refund = {}},
                  order.key);
}

Refund& add_refund(OrderChange& change, const PaymentAttempt& attempt, std::int64_t amount, std::string reason) {
  assert(amount > 0 && amount <= refundable(change.order(), attempt) && "more was paid back than was captured");
  change.note("refund");
  return change.order().refunds.emplace_back(
      Refund{.id = change.tx().new_id(), .amount = amount, .attempt = attempt.number, .reason = std::move(reason)});
}

std::int64_t failures(const Order& order, std::int32_t attempt) {
  return std::ranges::count_if(order.refunds, [&](const Refund& refund) {
    return refund.attempt == attempt && refund.state == Refund::State::failed;
  });
}

/// Like begin_refund, but for a job that is tried no more when that many refunds failed.
void retry_refund(OrderChange& change, const PaymentAttempt& attempt, std::int64_t amount, std::string reason,
                  const std::string& failure) {
  const Refund& refund = add_refund(change, attempt, amount, std::move(reason));
  Job job = refund_job(change.order(), attempt, refund);
  job.last_error = failure;
  if (failures(change.order(), attempt.number) >= change.tx().settings().payment_attempts) job.state = Job::State::dead;
  change.tx().enqueue(std::move(job));
}

}  // namespace

Refund* find_refund(Order& order, const Id& id) {
  const auto found = std::ranges::find(order.refunds, id, &Refund::id);
  return found == order.refunds.end() ? nullptr : &*found;
}

std::int64_t refundable(const Order& order, const PaymentAttempt& attempt) {
  std::int64_t left = attempt.captured;
  for (const Refund& refund : order.refunds) {
    if (refund.attempt == attempt.number && refund.state != Refund::State::failed) left -= refund.amount;
  }
  return left;
}

std::int64_t refundable(const Order& order) {
  std::int64_t left = 0;
  for (const PaymentAttempt& attempt : order.payments) {
    if (counts(order, attempt)) left += refundable(order, attempt);
  }
  return left;
}

bool refunds_are_settled(const Order& order) {
  return std::ranges::none_of(order.refunds, [](const Refund& refund) { return refund.state == Refund::State::pending; });
}

void begin_refund(OrderChange& change, const PaymentAttempt& attempt, std::int64_t amount, std::string reason) {
  const Refund& refund = add_refund(change, attempt, amount, std::move(reason));
  change.tx().enqueue(refund_job(change.order(), attempt, refund));
}

void refund_attempt(OrderChange& change, const PaymentAttempt& attempt, const std::string& reason) {
  const std::int64_t left = refundable(change.order(), attempt);
  if (left > 0) begin_refund(change, attempt, left, reason);
}

void refund_everything(OrderChange& change, const std::string& reason) {
  for (const PaymentAttempt& attempt : change.order().payments) refund_attempt(change, attempt, reason);
}

void refund_succeeded(OrderChange& change, const Id& id) {
  Order& order = change.order();
  Refund* refund = find_refund(order, id);
  if (refund == nullptr || refund->state != Refund::State::pending) return;
  refund->state = Refund::State::succeeded;
  if (counts(order, attempt_of(order, *refund))) order.refunded += refund->amount;
  change.note("refund");
  notify_refunded(change, *refund);
}

void refund_failed(OrderChange& change, const Id& id, const std::string& failure) {
  Order& order = change.order();
  Refund* refund = find_refund(order, id);
  if (refund == nullptr || refund->state == Refund::State::failed) return;
  const PaymentAttempt& attempt = attempt_of(order, *refund);
  if (refund->state == Refund::State::succeeded && counts(order, attempt)) order.refunded -= refund->amount;
  refund->state = Refund::State::failed;
  const std::int64_t amount = refund->amount;
  const std::string reason = refund->reason;
  retry_refund(change, attempt, amount, reason, failure);
}

void refund_elsewhere(OrderChange& change, const PaymentAttempt& attempt, const std::string& provider_refund,
                      std::int64_t amount) {
  const std::int64_t known = std::min(amount, refundable(change.order(), attempt));
  if (known <= 0) return;
  Refund& refund = add_refund(change, attempt, known, "provider");
  refund.provider_refund = provider_refund;
  const Id id = refund.id;
  refund_succeeded(change, id);
}

}  // namespace aisle::shop
