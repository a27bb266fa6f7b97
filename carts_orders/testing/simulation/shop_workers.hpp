#pragma once
// The workers of one life of the process: the real ones, with everybody they speak to at the other end of the road.

#include "carts_orders/testing/simulation/far_mail.hpp"
#include "carts_orders/testing/simulation/far_provider.hpp"
#include "carts_orders/testing/simulation/outside.hpp"
#include "carts_orders/testing/simulation/shop_process.hpp"
#include "carts_orders/workers/workers.hpp"

namespace aisle::shop::simulation {

/// For one thread. Goes before its process.
class ShopWorkers {
 public:
  ShopWorkers(World& world, ShopProcess& process, Outside& outside);

 private:
  FarProvider provider_;
  FarCarrier carrier_;
  FarMail mail_;
  FarHttp http_;
  OutgoingWebhooks webhooks_;
  Workers workers_;
};

}  // namespace aisle::shop::simulation
