#pragma once
// What outlives the shop's process in a simulated run: time, chance, the disk, the catalog, and what was found.

#include <cstdint>
#include <cstdio>

#include "carts_orders/machine/settings.hpp"
#include "carts_orders/testing/simulation/coverage.hpp"
#include "carts_orders/testing/simulation/dice.hpp"
#include "carts_orders/testing/simulation/faults.hpp"
#include "carts_orders/testing/simulation/findings.hpp"
#include "carts_orders/testing/simulation/planted_bug.hpp"
#include "carts_orders/testing/simulation/planted_store.hpp"
#include "carts_orders/testing/simulation/road.hpp"
#include "carts_orders/testing/simulation/simulated_catalog.hpp"
#include "carts_orders/testing/simulation/trace.hpp"
#include "carts_orders/testing/virtual_executor.hpp"

namespace aisle::shop::simulation {

/// An amount that providers of cards take: of three decimals the last is 0.
std::int64_t payable(Currency currency, std::int64_t amount);
/// A price; now and then there is nothing to pay.
Money draw_price(Currency currency, Dice& dice);

/// For one thread. Parts are public: everybody in a simulation may look at everything.
struct World {
  World(std::uint64_t seed, PlantedBug bug, std::FILE* out);
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void note(std::string_view what, std::string_view detail = {}) { trace.note(executor.elapsed(), what, detail); }
  /// What happens to the next commit.
  CommitFault commit_fault();
  /// The wall clock of the shop's machine.
  EpochMillis shop_wall() const { return executor.now() + wall_offset; }
  /// From here on nothing goes wrong any more.
  void calm_down();

  const PlantedBug bug;
  Dice dice;
  Faults faults;
  ShopSettings settings;
  std::size_t batch_limit = 256;
  VirtualExecutor executor;
  Trace trace;
  Findings findings;
  Coverage coverage;
  PlantedStore disk;
  SimulatedCatalog catalog;
  Road road;
  EpochMillis wall_offset = 0;      ///< of the shop's machine: jumps
  EpochMillis disk_full_until = 0;  ///< in elapsed time
  bool open_for_business = true;    ///< actors begin new things
};

}  // namespace aisle::shop::simulation
