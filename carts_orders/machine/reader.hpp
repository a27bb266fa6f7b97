#pragma once
// Committed records for everyone but the writer: from memory, else from the store.

#include <memory>

#include "carts_orders/machine/tables.hpp"

namespace aisle::shop {

/// Any thread. A call sees everything that was answered before it began.
class Reader {
 public:
  Reader(const Tables& tables, std::shared_ptr<SnapshotReader> store) : tables_(tables), store_(std::move(store)) {}

  /// Null: no such record.
  Result<std::shared_ptr<const Stock>> stock(const StockKey& key) const { return tables_.of<Stock>().committed(key); }
  Result<std::shared_ptr<const Price>> price(const std::string& sku) const { return tables_.of<Price>().committed(sku); }
  Result<std::shared_ptr<const Cart>> cart(const Id& id) const;
  Result<std::shared_ptr<const CartOwner>> cart_owner(const std::string& owner) const;
  Result<std::shared_ptr<const Order>> order(const Id& id) const;
  Result<std::shared_ptr<const Reservation>> reservation(const Id& id) const;

  /// What only the store knows: lists, feeds, ledgers.
  SnapshotReader& store() const { return *store_; }

 private:
  const Tables& tables_;
  std::shared_ptr<SnapshotReader> store_;
};

}  // namespace aisle::shop
