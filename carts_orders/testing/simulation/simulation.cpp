#include "carts_orders/testing/simulation/simulation.hpp"

#include "carts_orders/testing/simulation/seed_guard.hpp"
#include "carts_orders/testing/simulation/shop_run.hpp"

namespace aisle::shop::simulation {

SimulationOutcome simulate(const SimulationOptions& options) {
  const SeedGuard guard(options.seed);
  return ShopRun(options).run();
}

}  // namespace aisle::shop::simulation
