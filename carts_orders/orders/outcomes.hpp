#pragma once
// How an order goes on: confirmed, failed, cancelled, settled. Each is a few records in the caller's commit.

#include <string>

#include "carts_orders/orders/order_change.hpp"

namespace aisle::shop {

/// The order is paid and its stock sold: nothing more is asked of the shopper, and the parcel is asked of the carrier.
/// REQUIRES: can(confirm); sell_stock succeeded.
void confirm(OrderChange& change);
/// No money came (`decline`, `expire`): stock and cart go back, open intents are given up. REQUIRES: can(event).
void fail(OrderChange& change, OrderEvent event, std::string reason);
/// Declines an order whose last hopeful payment is gone; nothing when another is hoped for or none is waited for.
void fail_if_hopeless(OrderChange& change, const std::string& reason);
/// Nobody wants the order any more (`cancel`, `refund_all`): stock goes back, parcels are called off, intents given up,
/// and all money is asked back. REQUIRES: can(event); nothing was shipped.
void undo(OrderChange& change, OrderEvent event, std::string reason);
/// Ends an order that only waited for intents to be given up and refunds to arrive.
void settle(OrderChange& change);

/// Takes the payment's timer away.
void stop_payment_timer(OrderChange& change);

}  // namespace aisle::shop
