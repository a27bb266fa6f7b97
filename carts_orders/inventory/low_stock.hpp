#pragma once
// Who must know when a product runs low, out, or is back.

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// The availability of `stock` changed from `before`. Emits
///   "stock.low"   it fell to settings().low_stock or below, and some are left
///   "stock.out"   nothing is left
///   "stock.back"  something is there again
/// and enqueues a job "inventory.low_stock" of queue "inventory" when the threshold was crossed downwards, whether to
/// few or to none. Data: {"sku","location","available"}.
void announce_availability(Transaction& tx, const Stock& stock, std::int64_t before);

}  // namespace aisle::shop
