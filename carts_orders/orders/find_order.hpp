#pragma once
// The order that a command names, for who may do what it says.

#include <expected>
#include <memory>

#include "carts_orders/machine/transaction.hpp"
#include "carts_orders/orders/order_json.hpp"

namespace aisle::shop {

/// The order, or 404 `order-not-found` for one that is not there or that `may` does not let the principal see.
inline std::expected<std::shared_ptr<const Order>, Answer> order_or_404(Transaction& tx, const Id& id,
                                                                        bool (*may)(const Principal&, const Order&)) {
  auto order = tx.find<Order>(id);
  if (!order || !may(tx.principal(), *order)) return std::unexpected(order_not_found(id));
  return order;
}

}  // namespace aisle::shop
