#pragma once
// What is true of every order after every commit; checked by tests, simulation and `aisle fsck`.

#include <optional>
#include <string>

#include "carts_orders/records/order.hpp"
#include "carts_orders/records/reservation.hpp"

namespace aisle::shop {

/// The first rule that the order breaks, as a sentence; nothing for an order in order. `reservation` is the order's, or
/// null when there is none; it is judged as recorded (a lease that is over and not swept is pending).
///
///  - totals are sums; captured and refunded are sums over payments and refunds, and nothing is paid back twice
///  - an order that is sold keeps exactly its total, but for what support paid back; all others keep nothing, or wait
///    for a reviewer
///  - what waits for something has what it waits for: a timer, an open intent, a pending refund
///  - what is sold has its units committed or shipped; what is over holds none
///  - parcels hold what was ordered, once
std::optional<std::string> broken_rule(const Order& order, const Reservation* reservation);

}  // namespace aisle::shop
