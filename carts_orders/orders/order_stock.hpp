#pragma once
// The units of an order: held while it waits for money, sold when it is paid, given back when it is not.

#include <expected>
#include <vector>

#include "carts_orders/inventory/stock_moves.hpp"
#include "carts_orders/orders/order_change.hpp"

namespace aisle::shop {

/// "order:<id>": how the order's reservation names its owner.
std::string stock_owner(const Order& order);
/// Whether the order's lines are held, its lease running.
bool holds_stock(Transaction& tx, const Order& order);
/// Holds the order's units: those it holds already or, when it holds none any more, new ones, all or none. The shortages
/// when there are too few; then nothing has changed.
std::expected<void, std::vector<Shortage>> hold_stock(OrderChange& change);
/// Likewise, and sells them.
std::expected<void, std::vector<Shortage>> sell_stock(OrderChange& change);
/// Gives back what is held, and restocks what is sold and not shipped.
void give_back_stock(OrderChange& change);

}  // namespace aisle::shop
