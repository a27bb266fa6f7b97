#pragma once
// The workers of one life of the process: the real ones, with providers at the other end of the road.

#include <memory>
#include <vector>

#include "carts_orders/testing/simulation/far_provider.hpp"
#include "carts_orders/testing/simulation/interim_performer.hpp"
#include "carts_orders/testing/simulation/outside.hpp"
#include "carts_orders/testing/simulation/shop_process.hpp"
#include "carts_orders/workers/worker.hpp"

namespace aisle::shop::simulation {

/// For one thread. Goes before its process.
class ShopWorkers {
 public:
  ShopWorkers(World& world, ShopProcess& process, Outside& outside);

 private:
  FarProvider provider_;
  FarCarrier carrier_;
  InterimPerformer performer_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace aisle::shop::simulation
