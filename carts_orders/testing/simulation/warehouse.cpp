#include <algorithm>
#include <utility>

#include "carts_orders/testing/simulation/json_text.hpp"
#include "carts_orders/testing/simulation/staff.hpp"

namespace aisle::shop::simulation {
namespace {

Principal clerk() { return {.kind = Principal::Kind::service, .subject = "warehouse", .roles = Role::inventory}; }

int entries_with_reason(const ShopContents& contents, const std::string& reason) {
  return static_cast<int>(std::ranges::count(contents.ledger, reason, &LedgerEntry::reason));
}

int reservations_of(const ShopContents& contents, const std::string& owner) {
  return static_cast<int>(std::ranges::count_if(contents.of<Reservation>(), [&](const auto& entry) { return entry.second->owner == owner; }));
}

}  // namespace

Warehouse::Warehouse(World& world, Front& front, AckLog& acks)
    : world_(world), acks_(acks), client_(world, front, acks, "warehouse"), dice_(world.dice.fork()), pause_(dice_.between(500, 90'000)) {}

std::string Warehouse::any_sku() { return dice_.pick(world_.catalog.products()).sku; }

StockKey Warehouse::any_stock() {
  StockKey key{.sku = any_sku()};
  if (dice_.chance(0.15)) key.location = kSecondLocation;
  return key;
}

void Warehouse::begin(EpochMillis period) {
  world_.executor.post_after(dice_.skewed(period), [this] { act(); });
}

void Warehouse::later() {
  world_.executor.post_after(1 + dice_.skewed(pause_), [this] { act(); });
}

void Warehouse::act() {
  if (!world_.open_for_business) return;
  switch (dice_.between(0, 6)) {
    case 0: return count();
    case 1: return count_in_bulk();
    case 2: return price();
    case 3:
    case 4: return reserve();
    default: return adjust();
  }
}

void Warehouse::adjust() {
  const std::string key = client_.new_key();
  const std::int64_t delta = dice_.chance(0.6) ? dice_.between(1, 4) : -dice_.between(1, 3);
  client_.ask(clerk(), InventoryCommand{AdjustStock{.stock = any_stock(), .delta = delta, .reason = key}}, key, [this, key](const Answer& answer) {
    const int times = answer.status == 201 ? 1 : 0;
    acks_.expect("the adjustment " + key, times, [key](const ShopContents& contents) { return entries_with_reason(contents, key); });
    dice_.chance(0.2) ? reuse_key(key) : later();
  });
}

/// Another request with a key that was used.
void Warehouse::reuse_key(const std::string& key) {
  const AdjustStock command{.stock = any_stock(), .delta = 1, .reason = "another " + key};
  client_.ask_otherwise(clerk(), InventoryCommand{command}, key, [this](const Answer& answer) {
    world_.findings.expect(answer.status == 422, "I7 a key was taken for another request", answer.body);
    later();
  });
}

void Warehouse::count() {
  const std::string key = client_.new_key();
  SetStock command{.stock = any_stock(), .on_hand = dice_.between(0, 10), .if_match = {}, .reason = key};
  if (const auto stock = world_.disk.contents().find<Stock>(command.stock)) {
    command.if_match = stock->version - (dice_.chance(0.1) ? 1 : 0);
    command.on_hand += stock->reserved + stock->committed;
  }
  client_.ask(clerk(), InventoryCommand{command}, key, [this, key](const Answer& answer) {
    const int times = answer.failed() ? 0 : 1;
    acks_.expect("the count " + key, times, [key](const ShopContents& contents) { return entries_with_reason(contents, key); });
    later();
  });
}

void Warehouse::count_in_bulk() {
  BulkStock command;
  for (std::int64_t items = dice_.between(1, 3); items > 0; --items) {
    command.items.push_back({.stock = any_stock(), .set = {}, .delta = dice_.between(-2, 4), .if_version = {}, .problem = {}});
  }
  client_.ask(clerk(), InventoryCommand{command}, client_.new_key(), [this](const Answer&) { later(); });
}

void Warehouse::price() {
  const Money price = draw_price(world_.settings.currency, dice_);
  client_.ask(clerk(), InventoryCommand{SetPrice{.sku = any_sku(), .price = price, .if_match = {}}}, client_.new_key(), [this](const Answer&) { later(); });
}

void Warehouse::reserve() {
  const std::string key = client_.new_key();
  Reserve command{.lines = {}, .lease = dice_.between(1, 10) * kMinute, .owner = key};
  for (std::int64_t lines = dice_.between(1, 3); lines > 0; --lines) {
    command.lines.push_back({.stock = any_stock(), .quantity = dice_.between(1, 2)});
  }
  client_.ask(clerk(), InventoryCommand{command}, key, [this, key](const Answer& answer) {
    const int times = answer.status == 201 ? 1 : 0;
    acks_.expect("the reservation of " + key, times, [key](const ShopContents& contents) { return reservations_of(contents, key); });
    if (times == 0) return later();
    world_.executor.post_after(dice_.skewed(12 * kMinute), [this, id = id_in(answer)] { resolve(id); });
  });
}

void Warehouse::resolve(const Id& reservation) {
  InventoryCommand command = CommitReservation{reservation};
  ReservationState state = ReservationState::committed;
  const std::int64_t way = dice_.between(0, 3);
  if (way == 1) command = ReleaseReservation{reservation}, state = ReservationState::released;
  if (way == 2) command = ExtendReservation{.reservation = reservation, .lease = dice_.between(1, 5) * kMinute};
  if (way == 3) return later();  // it runs out
  client_.ask(clerk(), command, client_.new_key(), [this, reservation, state, way](const Answer& answer) {
    if (answer.status == 200 && way == 2) return resolve(reservation);
    if (answer.status == 200) expect_state(reservation, state);
    later();
  });
}

void Warehouse::expect_state(const Id& reservation, ReservationState state) {
  acks_.expect("the resolved reservation " + to_string(reservation), 1, [=](const ShopContents& contents) {
    const auto found = contents.find<Reservation>(reservation);
    return found && found->state == state ? 1 : 0;
  });
}

}  // namespace aisle::shop::simulation
