// Refunds by support: a part of the money, or all that is left. All of it before anything was shipped also takes the
// goods back into stock; what is on its way or delivered stays so.
#include <algorithm>

#include "carts_orders/json_fields.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/find_order.hpp"
#include "carts_orders/orders/outcomes.hpp"
#include "carts_orders/payments/refunds.hpp"

namespace aisle::shop {
namespace {

Answer refund_exceeds(const Order& order, std::int64_t left) {
  return problem(409, "refund-exceeds", "That is more than what was captured and not asked back yet.", [&](JsonWriter& json) {
    money_field(json, "captured", {order.captured, order.currency});
    money_field(json, "refundable", {left, order.currency});
  });
}

/// From the attempts in their order: an order has more than one capture only while the second is on its way back.
void refund_from_attempts(OrderChange& change, std::int64_t amount, const std::string& reason) {
  for (const PaymentAttempt& attempt : change.order().payments) {
    if (attempt.currency != change.order().currency) continue;
    const std::int64_t part = std::min(amount, refundable(change.order(), attempt));
    if (part > 0) begin_refund(change, attempt, part, reason);
    amount -= std::max<std::int64_t>(part, 0);
  }
}

}  // namespace

Answer handle(Transaction& tx, const RefundOrder& command) {
  const auto order = order_or_404(tx, command.order, is_support);
  if (!order) return order.error();
  if (command.amount < 0) return problem(422, "money-invalid", "A refund is a positive amount, or 0 for all that is left.");
  const std::int64_t left = refundable(**order);
  const std::int64_t amount = command.amount == 0 ? left : command.amount;
  if (amount == 0 || amount > left) return refund_exceeds(**order, left);
  if ((*order)->state == OrderState::payment_review) return illegal_transition(**order, "A refund without a review");

  OrderChange change(tx, **order);
  const std::string reason = command.reason.empty() ? "requested" : command.reason;
  if (amount == left && change.can(OrderEvent::refund_all)) {
    undo(change, OrderEvent::refund_all, reason);
  } else {
    refund_from_attempts(change, amount, reason);
  }
  change.save();
  return order_answer(202, change.order(), tx);
}

}  // namespace aisle::shop
