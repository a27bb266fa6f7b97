#pragma once
// Attempts to be paid for one order: asked for, given up, closed. At most one is hoped for at a time; one that was given
// up is open until the provider says that it can no longer capture.

#include <string>

#include "carts_orders/orders/order_change.hpp"

namespace aisle::shop {

/// More attempts than a person makes; bounds the record.
inline constexpr std::size_t kMostAttempts = 20;

/// The shopper may still pay with it.
bool is_hopeful(const PaymentAttempt& attempt);
/// It may still capture.
bool is_open(const PaymentAttempt& attempt);
bool any_hopeful(const Order& order);
bool any_open(const Order& order);
PaymentAttempt* find_attempt(Order& order, std::int32_t number);
PaymentAttempt* find_attempt(Order& order, std::string_view intent);

/// A new attempt, with the job that opens its intent.
void begin_attempt(OrderChange& change, std::string method);

/// The provider opened `intent` for `attempt`: from now on its events find the order, and a poll asks for those that do
/// not come. An intent nobody wants any more is given up at once. REQUIRES: the attempt had no intent.
void attach_intent(OrderChange& change, PaymentAttempt& attempt, const std::string& intent, const std::string& client_secret);

/// An intent of this order that belongs to none of its attempts: the provider opened two for one, or somebody else did.
/// Becomes an attempt of its own, which the caller gives up or closes; what it captures is paid back like every second
/// payment. References to other attempts are not valid afterwards.
PaymentAttempt& adopt_intent(OrderChange& change, const std::string& provider, const std::string& intent);

/// Gives up an attempt that is hoped for: voids its intent, now or when it becomes known.
void give_up(OrderChange& change, PaymentAttempt& attempt);
void give_up_all(OrderChange& change);

/// The attempt can no longer capture (`failed`, `voided`) or has (`succeeded`); its poll goes away.
void close_attempt(OrderChange& change, PaymentAttempt& attempt, PaymentAttempt::State state);
/// Closed without money: `failed` when the provider gave a reason, else `voided`.
void close_unpaid(OrderChange& change, PaymentAttempt& attempt);

}  // namespace aisle::shop
