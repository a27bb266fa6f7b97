#pragma once
// One full saga as the server would run it: check out (reserve), the payment worker's report, the provider's webhook,
// confirmation; each step durable before the next begins. Asynchronous, so that many run at once without threads.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "bench/load/latencies.hpp"
#include "carts_orders/service/shop.hpp"

namespace aisle::bench {

/// What one saga measured, in microseconds; `failed` holds the first answer that was not a success.
struct SagaTimes {
  double accept = 0.0;  ///< checkout to its 202
  double whole = 0.0;   ///< checkout to the webhook's 200: confirmed
  std::string failed;
};

struct Basket {
  std::string shopper;
  std::vector<std::string> skus;
};

/// Puts the basket's lines into the shopper's cart, then calls back with the cart's id. Not part of what is timed.
void fill_cart(shop::Shop& shop, const shop::CatalogPort& catalog, const Basket& basket,
               std::function<void(shop::Id cart, std::string failed)> done);

/// Runs a saga on a filled cart. `done` runs on the writer's thread and must be quick.
void run_saga(shop::Shop& shop, const shop::CatalogPort& catalog, const Basket& basket, shop::Id cart,
              std::function<void(SagaTimes)> done);

/// Settles the jobs that sagas leave (notices, outgoing webhooks, polls), as workers would, until `stop` is set.
/// Runs on a thread of its own; returns how many it settled.
std::uint64_t settle_jobs(shop::Shop& shop, const std::atomic<bool>& stop);

}  // namespace aisle::bench
