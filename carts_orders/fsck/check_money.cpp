// What each order costs, what came for it and what went back.
#include <fmt/format.h>

#include <algorithm>

#include "carts_orders/fsck/checks.hpp"

namespace aisle::shop::fsck {
namespace {

std::string say(std::int64_t amount, const Currency& currency) { return to_string(Money{amount, currency}); }

bool is_paid_for(OrderState state) {
  switch (state) {
    case OrderState::paid:
    case OrderState::confirmed:
    case OrderState::picking:
    case OrderState::shipped:
    case OrderState::delivered: return true;
    default: return false;
  }
}

/// Money of such an order may be there: it is asked for, or people look into it.
bool may_keep_money(OrderState state) { return is_paid_for(state) || state == OrderState::payment_review || state == OrderState::late_paid; }

bool counts(const Order& order, const PaymentAttempt& attempt) { return attempt.currency == order.currency; }

const PaymentAttempt* attempt_of(const Order& order, const Refund& refund) {
  const auto found = std::ranges::find(order.payments, refund.attempt, &PaymentAttempt::number);
  return found == order.payments.end() ? nullptr : &*found;
}

/// Of an attempt: what came and neither went back nor was asked back.
std::int64_t kept(const Order& order, const PaymentAttempt& attempt) {
  std::int64_t left = attempt.captured;
  for (const Refund& refund : order.refunds) {
    if (refund.attempt == attempt.number && refund.state != Refund::State::failed) left -= refund.amount;
  }
  return left;
}

void check_total(const Order& order, FsckReport& report) {
  std::int64_t subtotal = 0;
  for (const OrderLine& line : order.lines) {
    const auto total = multiply(line.unit_price, line.quantity);
    if (!total || *total != line.total || line.total.currency != order.currency) {
      report.add("I4", fmt::format("Order {} asks {} for {} x {} at {}.", to_string(order.key), to_string(line.total), line.quantity,
                                   line.sku, to_string(line.unit_price)));
    }
    subtotal += line.total.amount;
  }
  std::int64_t total = subtotal;
  for (const Adjustment& adjustment : order.adjustments) total += adjustment.amount;
  if (subtotal == order.subtotal && total == order.total && total >= 0) return;
  report.add("I4", fmt::format("Order {} says subtotal {}, total {}, but its lines add up to {}, with adjustments {}.", to_string(order.key),
                               order.subtotal, order.total, subtotal, total));
}

void check_sums(const Order& order, FsckReport& report) {
  std::int64_t captured = 0;
  std::int64_t refunded = 0;
  for (const PaymentAttempt& attempt : order.payments) {
    if (counts(order, attempt)) captured += attempt.captured;
  }
  for (const Refund& refund : order.refunds) {
    const PaymentAttempt* attempt = attempt_of(order, refund);
    if (attempt == nullptr || refund.amount <= 0) {
      report.add("I4", fmt::format("Refund {} of order {} is of {}, of payment {}.", to_string(refund.id), to_string(order.key), refund.amount, refund.attempt));
    } else if (refund.state == Refund::State::succeeded && counts(order, *attempt)) {
      refunded += refund.amount;
    }
  }
  if (captured == order.captured && refunded == order.refunded) return;
  report.add("I4", fmt::format("Order {} says that {} came and {} went back, but its payments say {}, its refunds {}.", to_string(order.key),
                               say(order.captured, order.currency), say(order.refunded, order.currency),
                               say(captured, order.currency), say(refunded, order.currency)));
}

void check_attempt(const Order& order, const PaymentAttempt& attempt, FsckReport& report) {
  if (attempt.captured < 0 || (attempt.captured > 0 && attempt.state != PaymentAttempt::State::succeeded)) {
    report.add("I4", fmt::format("Payment {} of order {} is {} and captured {}.", attempt.number, to_string(order.key),
                                 to_string(attempt.state), attempt.captured));
  }
  const std::int64_t left = kept(order, attempt);
  if (left < 0) {
    report.add("I4", fmt::format("More is paid back of payment {} of order {} than the {} that came.", attempt.number, to_string(order.key),
                                 say(attempt.captured, attempt.currency)));
  }
  const bool is_kept_silently = left > 0 && (!may_keep_money(order.state) || (is_paid_for(order.state) && !counts(order, attempt)));
  if (is_kept_silently) {
    report.add("I4", fmt::format("Order {} is {}, but {} of its payment {} is neither paid back nor on its way back.", to_string(order.key),
                                 to_string(order.state), say(left, attempt.currency), attempt.number));
  }
}

void check_paid(const Order& order, FsckReport& report) {
  if (!is_paid_for(order.state)) return;
  std::int64_t left = 0;
  for (const PaymentAttempt& attempt : order.payments) left += counts(order, attempt) ? kept(order, attempt) : 0;
  if (order.captured < order.total) {
    report.add("I4", fmt::format("Order {} is {}, but of its total of {} only {} came.", to_string(order.key), to_string(order.state),
                                 say(order.total, order.currency), say(order.captured, order.currency)));
  }
  if (left > order.total) {
    report.add("I4", fmt::format("Order {} is {} and keeps {}, more than its total of {}.", to_string(order.key), to_string(order.state),
                                 say(left, order.currency), say(order.total, order.currency)));
  }
}

}  // namespace

void check_money(const ShopContents& contents, FsckReport& report) {
  for (const auto& [id, order] : contents.of<Order>()) {
    check_total(*order, report);
    check_sums(*order, report);
    for (const PaymentAttempt& attempt : order->payments) check_attempt(*order, attempt, report);
    check_paid(*order, report);
  }
  for (const auto& [sku, price] : contents.of<Price>()) {
    if (price->price.amount < 0 || !price->price.currency.known()) report.add("I4", fmt::format("The price of {} is {}.", sku, to_string(price->price)));
  }
}

}  // namespace aisle::shop::fsck
