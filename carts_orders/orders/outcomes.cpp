#include "carts_orders/orders/outcomes.hpp"

#include <utility>

#include "carts_orders/notifications/notices.hpp"
#include "carts_orders/orders/order_cart.hpp"
#include "carts_orders/orders/order_stock.hpp"
#include "carts_orders/payments/attempts.hpp"
#include "carts_orders/payments/refunds.hpp"
#include "carts_orders/shipping/shipments.hpp"

namespace aisle::shop {

void stop_payment_timer(OrderChange& change) {
  std::int64_t& timer = change.order().due_job;
  if (timer != 0) change.tx().erase<Job>(timer);
  timer = 0;
}

void confirm(OrderChange& change) {
  change.order().reason.clear();
  change.step(OrderEvent::confirm);
  stop_payment_timer(change);
  give_up_all(change);
  close_cart(change);
  notify_confirmed(change);
  if (change.tx().settings().shipping == Shipping::automatic) request_shipment(change, unassigned_lines(change.order()));
}

void fail(OrderChange& change, OrderEvent event, std::string reason) {
  change.order().reason = std::move(reason);
  change.step(event);
  stop_payment_timer(change);
  give_back_stock(change);
  give_back_cart(change);
  give_up_all(change);
  notify_payment_failed(change);
}

void fail_if_hopeless(OrderChange& change, const std::string& reason) {
  if (change.can(OrderEvent::decline) && !any_hopeful(change.order())) fail(change, OrderEvent::decline, reason);
}

void undo(OrderChange& change, OrderEvent event, std::string reason) {
  change.order().reason = std::move(reason);
  change.step(event);
  stop_payment_timer(change);
  call_off_shipments(change);
  give_back_stock(change);
  give_back_cart(change);
  give_up_all(change);
  refund_everything(change, change.order().reason);
  settle(change);
}

void settle(OrderChange& change) {
  if (!refunds_are_settled(change.order())) return;
  if (change.can(OrderEvent::settle_refund)) change.step(OrderEvent::settle_refund);
  if (change.can(OrderEvent::settle_cancel) && !any_open(change.order())) change.step(OrderEvent::settle_cancel);
}

}  // namespace aisle::shop
