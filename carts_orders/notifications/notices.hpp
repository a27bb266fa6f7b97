#pragma once
// What the shopper is told, as jobs of queue "notification". Each is sent once per marker (Order::notified).

#include "carts_orders/orders/order_change.hpp"

namespace aisle::shop {

void notify_confirmed(OrderChange& change);
void notify_payment_failed(OrderChange& change);
void notify_shipped(OrderChange& change, const Shipment& shipment);
void notify_refunded(OrderChange& change, const Refund& refund);

}  // namespace aisle::shop
