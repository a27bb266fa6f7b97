#include "carts_orders/testing/simulation/invariants.hpp"

#include <map>
#include <string>

#include "carts_orders/fsck/check_contents.hpp"

namespace aisle::shop::simulation {
namespace {

bool is_sold(OrderState state) {
  switch (state) {
    case OrderState::confirmed:
    case OrderState::picking:
    case OrderState::shipped:
    case OrderState::delivered: return true;
    default: return false;
  }
}

bool is_lost(OrderState state) {
  switch (state) {
    case OrderState::rejected:
    case OrderState::expired:
    case OrderState::payment_failed:
    case OrderState::refund_pending:
    case OrderState::refunded:
    case OrderState::cancelling:
    case OrderState::cancelled: return true;
    default: return false;
  }
}

void check_stock(const ShopContents& contents, Findings& findings) {
  std::map<StockKey, Stock> claims;
  for (const auto& [id, reservation] : contents.of<Reservation>()) {
    for (const ReservedLine& line : reservation->lines) {
      if (reservation->state == ReservationState::pending) claims[line.stock].reserved += line.quantity;
      if (reservation->state == ReservationState::committed) claims[line.stock].committed += line.quantity - line.shipped;
      findings.expect(line.shipped >= 0 && line.shipped <= line.quantity, "more is shipped than was reserved", to_string(id));
    }
  }
  for (const auto& [key, stock] : contents.of<Stock>()) {
    const bool legal = stock->reserved >= 0 && stock->committed >= 0 && stock->available() >= 0;
    findings.expect(legal, "I1 a counter is negative", key.sku);
    findings.expect(stock->reserved == claims[key].reserved, "I2 reserved is not the sum of pending reservations", key.sku);
    findings.expect(stock->committed == claims[key].committed, "I2 committed is not the sum of unshipped sales", key.sku);
  }
}

void check_reservation(const ShopContents& contents, const Order& order, Findings& findings) {
  const auto reservation = contents.find<Reservation>(order.reservation);
  if (!reservation) return findings.add("an order has no reservation", to_string(order.key));
  const bool sold = reservation->state == ReservationState::committed || reservation->state == ReservationState::fulfilled;
  findings.expect(!is_sold(order.state) || sold, "a confirmed order's stock is not sold", to_string(order.key));
  findings.expect(!is_lost(order.state) || (!sold && reservation->state != ReservationState::pending),
                  "an order that came to nothing keeps its stock", to_string(order.key));
}

/// What came and goes back, by the order's own books.
void check_money(const Order& order, Findings& findings) {
  std::int64_t captured = 0;
  std::int64_t refunded = 0;
  for (const PaymentAttempt& attempt : order.payments) {
    if (attempt.currency == order.currency || attempt.captured == 0) captured += attempt.captured;
    std::int64_t back = 0;
    for (const Refund& refund : order.refunds) {
      if (refund.attempt == attempt.number && refund.state != Refund::State::failed) back += refund.amount;
    }
    findings.expect(back <= attempt.captured, "I4 more goes back than came", to_string(order.key));
  }
  for (const Refund& refund : order.refunds) {
    if (refund.state == Refund::State::succeeded) refunded += refund.amount;
  }
  findings.expect(order.captured == captured, "I4 captured is not the sum of the payments", to_string(order.key));
  findings.expect(order.refunded == refunded, "I4 refunded is not the sum of the refunds", to_string(order.key));
  findings.expect(!is_sold(order.state) || order.captured >= order.total, "I4 a confirmed order is not paid", to_string(order.key));
}

void check_cart(const ShopContents& contents, const Cart& cart, Findings& findings) {
  if (cart.state != CartState::in_checkout && cart.state != CartState::ordered) return;
  const auto order = contents.find<Order>(cart.order);
  if (!order) return findings.add("a cart names an order that is not there", to_string(cart.key));
  if (cart.state == CartState::in_checkout) {
    findings.expect(!is_lost(order->state), "a cart waits for an order that came to nothing", to_string(cart.key));
  }
}

}  // namespace

void check_invariants(const ShopContents& contents, Findings& findings) {
  check_stock(contents, findings);
  for (const auto& [id, order] : contents.of<Order>()) {
    check_reservation(contents, *order, findings);
    check_money(*order, findings);
  }
  for (const auto& [id, cart] : contents.of<Cart>()) check_cart(contents, *cart, findings);
}

void check_everything(const ShopContents& contents, std::optional<EpochMillis> now, Findings& findings) {
  const FsckReport report = check_contents(contents, {.now = now});
  for (const Violation& violation : report.violations) findings.add(std::string(violation.invariant), violation.sentence);
}

}  // namespace aisle::shop::simulation
