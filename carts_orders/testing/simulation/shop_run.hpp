#pragma once
// One run: who takes part, what befalls the process, and what must be true at the end.

#include <memory>
#include <vector>

#include "carts_orders/testing/simulation/auditor.hpp"
#include "carts_orders/testing/simulation/outside.hpp"
#include "carts_orders/testing/simulation/shop_workers.hpp"
#include "carts_orders/testing/simulation/shopper.hpp"
#include "carts_orders/testing/simulation/simulation.hpp"
#include "carts_orders/testing/simulation/staff.hpp"

namespace aisle::shop::simulation {

/// For one thread, once.
class ShopRun {
 public:
  explicit ShopRun(const SimulationOptions& options);
  SimulationOutcome run();

 private:
  void start_process();
  void end_process();
  void watch_process();
  void befall();
  void fill_disk();
  void jump_clock();

  void be_safe();
  void come_to_rest();
  bool is_at_rest() const;
  void report_unrest();
  void reconcile();
  void reconcile_money(const Order& order, const TestBalance& balance);
  void reconcile_parcels(const Order& order);
  SimulationOutcome outcome() const;

  World world_;
  Dice dice_;
  SeededEntropy entropy_;
  Front front_;
  AckLog acks_;
  Auditor auditor_;
  Outside outside_;
  std::vector<std::unique_ptr<Shopper>> shoppers_;
  Warehouse warehouse_;
  Support support_;
  Fulfilment fulfilment_;
  std::shared_ptr<ShopProcess> process_;
  std::unique_ptr<ShopWorkers> workers_;
  std::uint64_t lives_ = 0;
  bool calm_ = false;
};

}  // namespace aisle::shop::simulation
