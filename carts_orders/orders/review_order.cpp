// What becomes of an order whose payment did not fit: confirmed, if enough came, what is too much going back; or all
// money goes back.
#include <algorithm>

#include "carts_orders/json_fields.hpp"
#include "carts_orders/inventory/reservation_json.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/find_order.hpp"
#include "carts_orders/orders/order_stock.hpp"
#include "carts_orders/orders/outcomes.hpp"
#include "carts_orders/payments/refunds.hpp"

namespace aisle::shop {
namespace {

Answer payment_short(const Order& order, std::int64_t kept) {
  return problem(409, "payment-short", "Less than the total came in the order's currency; refund it instead.",
                 [&](JsonWriter& json) {
                   money_field(json, "total", {order.total, order.currency});
                   money_field(json, "captured", {kept, order.currency});
                 });
}

/// Keeps the total of what came, of the earliest attempts, and pays the rest back.
void refund_surplus(OrderChange& change) {
  std::int64_t wanted = change.order().total;
  for (const PaymentAttempt& attempt : change.order().payments) {
    const std::int64_t left = refundable(change.order(), attempt);
    const bool counts = attempt.currency == change.order().currency;
    const std::int64_t kept = counts ? std::min(wanted, left) : 0;
    if (left > kept) begin_refund(change, attempt, left - kept, "surplus");
    wanted -= kept;
  }
}

Answer confirm_review(Transaction& tx, const Order& order) {
  const std::int64_t kept = refundable(order);
  if (kept < order.total) return payment_short(order, kept);
  OrderChange change(tx, order);
  if (const auto sold = sell_stock(change); !sold) return insufficient_stock(sold.error());
  refund_surplus(change);
  confirm(change);
  change.save();
  return order_answer(200, change.order(), tx);
}

}  // namespace

Answer handle(Transaction& tx, const ReviewOrder& command) {
  const auto order = order_or_404(tx, command.order, is_support);
  if (!order) return order.error();
  if ((*order)->state != OrderState::payment_review) return illegal_transition(**order, "A review");
  if (command.decision == ReviewOrder::Decision::confirm) return confirm_review(tx, **order);
  OrderChange change(tx, **order);
  undo(change, OrderEvent::refund_all, (*order)->reason);
  change.save();
  return order_answer(202, change.order(), tx);
}

}  // namespace aisle::shop
