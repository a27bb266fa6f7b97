#include "carts_orders/orders/order_rules.hpp"

#include <algorithm>
#include <map>

#include "carts_orders/payments/attempts.hpp"
#include "carts_orders/payments/refunds.hpp"

namespace aisle::shop {
namespace {

using Broken = std::optional<std::string>;

bool is_sold(OrderState state) {
  switch (state) {
    case OrderState::paid:
    case OrderState::confirmed:
    case OrderState::picking:
    case OrderState::shipped:
    case OrderState::delivered: return true;
    default: return false;
  }
}

/// States that last for no longer than a commit.
bool is_passing(OrderState state) {
  return state == OrderState::created || state == OrderState::reserved || state == OrderState::paid ||
         state == OrderState::late_paid;
}

/// Refunds that the order itself asked for, because it was paid twice or too much.
bool is_surplus(const Refund& refund) { return refund.reason == "duplicate-payment" || refund.reason == "surplus"; }

Broken totals(const Order& order) {
  std::int64_t subtotal = 0;
  for (const OrderLine& line : order.lines) {
    if (line.total.amount != line.unit_price.amount * line.quantity) return "a line's total is not price times quantity";
    subtotal += line.total.amount;
  }
  std::int64_t total = subtotal;
  for (const Adjustment& adjustment : order.adjustments) total += adjustment.amount;
  if (subtotal != order.subtotal || total != order.total || total < 0) return "the total is not the sum of its parts";
  return std::nullopt;
}

Broken sums_of_money(const Order& order) {
  std::int64_t captured = 0;
  std::int64_t refunded = 0;
  for (const PaymentAttempt& attempt : order.payments) {
    if (refundable(order, attempt) < 0) return "more is paid back than was captured";
    if (attempt.captured != 0 && attempt.state != PaymentAttempt::State::succeeded) return "an open payment captured";
    if (attempt.currency != order.currency) continue;
    captured += attempt.captured;
    for (const Refund& refund : order.refunds) {
      if (refund.attempt == attempt.number && refund.state == Refund::State::succeeded) refunded += refund.amount;
    }
  }
  if (captured != order.captured) return "captured is not the sum over payments";
  if (refunded != order.refunded) return "refunded is not the sum over refunds";
  return std::nullopt;
}

Broken money_kept(const Order& order) {
  if (order.state == OrderState::payment_review) return std::nullopt;
  const std::int64_t kept = refundable(order);
  const bool gave_some_back = std::ranges::any_of(order.refunds, [](const Refund& refund) {
    return refund.state != Refund::State::failed && !is_surplus(refund);
  });
  if (!is_sold(order.state)) {
    for (const PaymentAttempt& attempt : order.payments) {
      if (refundable(order, attempt) != 0) return "money is kept for an order that is not sold";
    }
  } else if (kept > order.total || (kept < order.total && !gave_some_back)) {
    return "the money kept for a sold order is not its total";
  }
  return std::nullopt;
}

Broken waiting(const Order& order) {
  const bool is_pending = order.state == OrderState::payment_pending;
  const bool hopes = any_hopeful(order);
  if (is_pending != (order.due_job != 0)) return "an order has a timer if and only if it waits for money";
  if (hopes && !is_pending) return "a payment is hoped for that nobody wants";
  if (std::ranges::count_if(order.payments, is_hopeful) > 1) return "two payments are hoped for at once";
  if (order.state == OrderState::cancelling && refunds_are_settled(order) && !any_open(order)) {
    return "a cancelled order waits for nothing";
  }
  if (order.state == OrderState::cancelled && any_open(order)) return "an order is cancelled that may still be paid";
  if (order.state == OrderState::refund_pending && refunds_are_settled(order)) return "a refunded order waits for nothing";
  const bool is_back = order.state == OrderState::cancelled || order.state == OrderState::refunded;
  if (is_back && !refunds_are_settled(order)) return "an order is over whose money is not back";
  if (is_passing(order.state)) return "an order stays in a state between states";
  return std::nullopt;
}

Broken units(const Order& order, const Reservation* reservation) {
  if (reservation == nullptr) return "an order has no reservation";
  const ReservationState state = reservation->state;
  const bool is_committed = state == ReservationState::committed;
  if (order.state == OrderState::delivered) {
    return state == ReservationState::fulfilled ? Broken() : Broken("delivered units are still in stock");
  }
  if (is_sold(order.state)) {
    const bool is_shipped = order.state == OrderState::shipped && state == ReservationState::fulfilled;
    return is_committed || is_shipped ? Broken() : Broken("a sold order has no units");
  }
  if (is_committed || state == ReservationState::fulfilled) return "an order that is not sold has taken units";
  const bool may_hold = order.state == OrderState::payment_pending || order.state == OrderState::payment_review;
  if (state == ReservationState::pending && !may_hold) return "an order that is over holds units";
  return std::nullopt;
}

Broken parcels(const Order& order) {
  std::map<std::string, std::int64_t> assigned;
  std::map<std::string, std::int64_t> shipped;
  for (const Shipment& shipment : order.shipments) {
    const bool left = shipment.state == Shipment::State::shipped || shipment.state == Shipment::State::delivered;
    for (const ShippedLine& line : shipment.lines) {
      if (shipment.state != Shipment::State::cancelled) assigned[line.sku] += line.quantity;
      if (left) shipped[line.sku] += line.quantity;
    }
  }
  for (const OrderLine& line : order.lines) {
    if (assigned[line.sku] > line.quantity) return "parcels hold more than was ordered";
    if (shipped[line.sku] != line.shipped) return "a line's shipped units are not those of its parcels";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> broken_rule(const Order& order, const Reservation* reservation) {
  for (const auto rule : {totals, sums_of_money, money_kept, waiting, parcels}) {
    if (Broken broken = rule(order)) return broken;
  }
  return units(order, reservation);
}

}  // namespace aisle::shop
