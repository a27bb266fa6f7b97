#pragma once
// Money on its way back. A refund counts from the moment it is asked for, so that no unit of money is paid back twice.

#include <string>

#include "carts_orders/orders/order_change.hpp"

namespace aisle::shop {

Refund* find_refund(Order& order, const Id& id);

/// What of the attempt's capture has not been asked back: captured less refunds that are pending or succeeded.
std::int64_t refundable(const Order& order, const PaymentAttempt& attempt);
/// The same over all attempts in the order's currency.
std::int64_t refundable(const Order& order);
/// Every refund succeeded or failed.
bool refunds_are_settled(const Order& order);

/// Asks for `amount` of the attempt's capture back. REQUIRES: amount in 1..refundable(order, attempt).
void begin_refund(OrderChange& change, const PaymentAttempt& attempt, std::int64_t amount, std::string reason);
/// Asks for everything back that the attempt, or all attempts, captured and nobody asked for yet.
void refund_attempt(OrderChange& change, const PaymentAttempt& attempt, const std::string& reason);
void refund_everything(OrderChange& change, const std::string& reason);

/// The money arrived. Does nothing for a refund that is settled.
void refund_succeeded(OrderChange& change, const Id& refund);
/// The provider could not pay it back, be it after it said that it had. A new refund takes its place, unless as many
/// failed as there are tries: then its job is dead and waits for somebody who finds out why.
void refund_failed(OrderChange& change, const Id& refund, const std::string& failure);
/// Somebody paid money back at the provider's own desk: recorded, as far as there is money to pay back.
void refund_elsewhere(OrderChange& change, const PaymentAttempt& attempt, const std::string& provider_refund,
                      std::int64_t amount);

}  // namespace aisle::shop
