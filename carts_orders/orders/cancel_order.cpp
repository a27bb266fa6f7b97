// Cancelling, before anything was shipped: 202 while money or intents are on their way back, 200 once all is.
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/find_order.hpp"
#include "carts_orders/orders/outcomes.hpp"

namespace aisle::shop {
namespace {

bool is_shipped(const Order& order) { return order.state == OrderState::shipped || order.state == OrderState::delivered; }

Answer already_shipped(const Order& order) {
  return problem(409, "already-shipped", "The order, or a part of it, is on its way; ask for a refund instead.",
                 [&](JsonWriter& json) {
                   json.field("order", std::string_view(to_string(order.key)));
                   json.field("state", to_string(order.state));
                 });
}

}  // namespace

Answer handle(Transaction& tx, const CancelOrder& command) {
  const auto order = order_or_404(tx, command.order, may_act_for);
  if (!order) return order.error();
  if (is_shipped(**order)) return already_shipped(**order);
  OrderChange change(tx, **order);
  if (change.can(OrderEvent::cancel)) {
    undo(change, OrderEvent::cancel, command.reason.empty() ? "cancelled" : command.reason);
    change.save();
  }
  const OrderState state = change.order().state;
  if (state == OrderState::cancelling) return order_answer(202, change.order(), tx);
  if (state == OrderState::cancelled) return order_answer(200, change.order(), tx);
  return illegal_transition(change.order(), "Cancelling");
}

}  // namespace aisle::shop
