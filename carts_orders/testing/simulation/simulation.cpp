#include "carts_orders/testing/simulation/simulation.hpp"

#include "carts_orders/testing/simulation/shop_run.hpp"

namespace aisle::shop::simulation {

SimulationOutcome simulate(const SimulationOptions& options) { return ShopRun(options).run(); }

}  // namespace aisle::shop::simulation
