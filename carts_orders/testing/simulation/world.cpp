#include "carts_orders/testing/simulation/world.hpp"

#include <array>
#include <string>

namespace aisle::shop::simulation {
namespace {

ShopSettings draw_settings(Dice& dice) {
  ShopSettings settings;
  constexpr std::array<EpochMillis, 4> kLeases = {2 * kMinute, 5 * kMinute, 15 * kMinute, 30 * kMinute};
  settings.reservation_lease = dice.pick(kLeases);
  settings.reservation_longest = 2 * settings.reservation_lease;
  settings.hold_from = dice.chance(0.3) ? HoldFrom::cart : HoldFrom::checkout;
  settings.shipping = dice.chance(0.3) ? Shipping::manual : Shipping::automatic;
  settings.low_stock = dice.between(0, 3);
  settings.outgoing_webhooks = dice.chance(0.2);
  return settings;
}

Currency draw_currency(Dice& dice) {
  constexpr std::array<std::string_view, 5> kCodes = {"USD", "USD", "EUR", "JPY", "KWD"};
  return *Currency::find(dice.pick(kCodes));
}

}  // namespace

std::int64_t payable(Currency currency, std::int64_t amount) { return currency.exponent() == 3 ? amount * 10 : amount; }

Money draw_price(Currency currency, Dice& dice) {
  const std::int64_t amount = dice.chance(0.1) ? 0 : dice.between(1, 50'000);
  return {payable(currency, amount), currency};
}

namespace {

void fill(SimulatedCatalog& catalog, Currency currency, Dice& dice) {
  const std::int64_t products = dice.between(1, 5);
  for (std::int64_t i = 0; i < products; ++i) {
    catalog.add({.sku = "sku" + std::to_string(i),
                 .exists = true,
                 .title = "Product " + std::to_string(i),
                 .price = draw_price(currency, dice),
                 .opening_stock = dice.between(0, 12)});
  }
}

}  // namespace

World::World(std::uint64_t seed, PlantedBug bug_in, std::FILE* out)
    : bug(bug_in),
      dice(seed),
      faults(draw_faults(dice)),
      settings(draw_settings(dice)),
      trace(out),
      disk(bug_in, [this](std::uint64_t) { return commit_fault(); }),
      road(executor, dice.fork(), faults) {
  constexpr std::array<std::size_t, 4> kBatches = {1, 3, 16, 256};
  batch_limit = dice.pick(kBatches);
  const Currency currency = draw_currency(dice);
  settings.currency = currency;
  fill(catalog, currency, dice);
}

CommitFault World::commit_fault() {
  if (executor.elapsed() < disk_full_until) return CommitFault::disk_full;
  if (dice.chance(faults.device_error_lost)) return CommitFault::device_error_lost;
  if (dice.chance(faults.device_error_kept)) return CommitFault::device_error_kept;
  return CommitFault::none;
}

void World::calm_down() {
  faults = no_faults();
  disk_full_until = 0;
  wall_offset = 0;
  open_for_business = false;
}

}  // namespace aisle::shop::simulation
