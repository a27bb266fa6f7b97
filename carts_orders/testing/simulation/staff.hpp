#pragma once
// Who works in the shop: the warehouse counts and reserves, support reviews, refunds and revives, fulfilment ships.

#include <string>

#include "carts_orders/testing/simulation/client.hpp"

namespace aisle::shop::simulation {

/// Changes stock and prices, and holds stock for others.
class Warehouse {
 public:
  Warehouse(World& world, Front& front, AckLog& acks);
  void begin(EpochMillis period);
  std::size_t open_calls() const { return client_.open_calls(); }

 private:
  void later();
  void act();
  void adjust();
  void reuse_key(const std::string& key);
  void count();
  void count_in_bulk();
  void price();
  void reserve();
  void resolve(const Id& reservation);
  void expect_state(const Id& reservation, ReservationState state);
  std::string any_sku();
  StockKey any_stock();

  World& world_;
  AckLog& acks_;
  Client client_;
  Dice dice_;
  EpochMillis pause_;
};

/// Looks after orders that need a person, also when the shop is quiet; knows them from a list that it is shown.
class Support {
 public:
  Support(World& world, Front& front, AckLog& acks);
  void begin();
  std::size_t open_calls() const { return client_.open_calls(); }

 private:
  void later();
  void act();
  void review(const Id& order);
  void refund(const Order& order);
  void revive(const Job& job);

  World& world_;
  AckLog& acks_;
  Client client_;
  Dice dice_;
};

/// Ships by hand what no carrier took, and reports what arrived.
class Fulfilment {
 public:
  Fulfilment(World& world, Front& front, AckLog& acks);
  void begin();
  std::size_t open_calls() const { return client_.open_calls(); }

 private:
  void later();
  void act();
  void work_on(const Order& order);
  void ship(const Order& order);

  World& world_;
  Client client_;
  Dice dice_;
};

}  // namespace aisle::shop::simulation
