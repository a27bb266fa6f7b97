// Another way to pay, while the order's lines are held: the earlier attempt is given up.
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/find_order.hpp"
#include "carts_orders/orders/order_stock.hpp"
#include "carts_orders/payments/attempts.hpp"

namespace aisle::shop {

Answer handle(Transaction& tx, const PayAgain& command) {
  const auto order = order_or_404(tx, command.order, may_act_for);
  if (!order) return order.error();
  if ((*order)->state != OrderState::payment_pending) return illegal_transition(**order, "Paying");
  if (!holds_stock(tx, **order)) {
    return problem(409, "reservation-expired", "The time to pay is over; check the cart out again.");
  }
  if ((*order)->payments.size() >= kMostAttempts) {
    return problem(409, "too-many-payments", "This order was tried to be paid too often; check the cart out again.");
  }
  OrderChange change(tx, **order);
  give_up_all(change);
  begin_attempt(change, command.payment_method);
  change.save();
  return order_answer(202, change.order(), tx);
}

}  // namespace aisle::shop
