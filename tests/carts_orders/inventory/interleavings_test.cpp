// Any interleaving of inventory's verbs against a model of plain integers that knows no leases in the index, no batches
// and no undo: after every step both must say the same.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "tests/carts_orders/support/transaction_fixture.hpp"
#include "carts_orders/inventory/stock_moves.hpp"
#include "tests/effort.hpp"

namespace aisle::shop {
namespace {

constexpr int kSkus = 4;

std::string sku_name(int sku) { return std::string(1, static_cast<char>('a' + sku)); }

struct ModelReservation {
  Id id;
  std::map<int, std::int64_t> units;
  std::map<int, std::int64_t> shipped;
  ReservationState state = ReservationState::pending;
  EpochMillis expires_at = 0;
};

/// What there should be: counted anew from the reservations at each question.
struct Model {
  std::map<int, std::int64_t> on_hand;
  std::vector<ModelReservation> reservations;

  std::int64_t reserved(int sku, EpochMillis now) const {
    std::int64_t sum = 0;
    for (const auto& r : reservations) {
      if (r.state == ReservationState::pending && r.expires_at > now && r.units.contains(sku)) sum += r.units.at(sku);
    }
    return sum;
  }
  std::int64_t committed(int sku) const {
    std::int64_t sum = 0;
    for (const auto& r : reservations) {
      if (r.state != ReservationState::committed || !r.units.contains(sku)) continue;
      sum += r.units.at(sku) - (r.shipped.contains(sku) ? r.shipped.at(sku) : 0);
    }
    return sum;
  }
  std::int64_t available(int sku, EpochMillis now) const { return on_hand.at(sku) - reserved(sku, now) - committed(sku); }
};

class Interleaving {
 public:
  explicit Interleaving(std::uint64_t seed) : random_(seed), bench_({}, seed) {
    for (int sku = 0; sku < kSkus; ++sku) {
      model_.on_hand[sku] = pick(0, 20);
      bench_.product(sku_name(sku), 100, model_.on_hand[sku]);
    }
  }

  void run(int steps) {
    for (int step = 0; step < steps && !testing::Test::HasFailure(); ++step) {
      one_step();
      compare();
    }
  }

 private:
  std::int64_t pick(std::int64_t low, std::int64_t high) { return std::uniform_int_distribution<std::int64_t>(low, high)(random_); }

  void one_step() {
    switch (pick(0, 12)) {
      case 0: case 1: case 2: return reserve();
      case 3: return change();
      case 4: return commit();
      case 5: return release();
      case 6: return ship();
      case 7: return restock();
      case 8: return extend();
      case 9: return sweep();
      case 10: return count();
      case 11: return bench_.advance(pick(0, 3) == 0 ? 15 * kMinute : kSecond);
      default: return batch();
    }
  }

  std::map<int, std::int64_t> random_units() {
    std::map<int, std::int64_t> units;
    for (std::int64_t lines = pick(1, 3); lines > 0; --lines) units[static_cast<int>(pick(0, kSkus - 1))] += pick(1, 6);
    return units;
  }
  static std::vector<ReserveLine> as_lines(const std::map<int, std::int64_t>& units) {
    std::vector<ReserveLine> lines;
    for (const auto& [sku, quantity] : units) lines.push_back({{.sku = sku_name(sku)}, quantity});
    std::ranges::reverse(lines);
    return lines;
  }
  EpochMillis now() { return bench_.tx().now(); }

  /// Whether the model has `more` of each product.
  bool fits(const std::map<int, std::int64_t>& more) {
    return std::ranges::all_of(more, [&](const auto& line) { return model_.available(line.first, now()) >= line.second; });
  }
  void expect_shortages(const std::vector<Shortage>& short_lines, const std::map<int, std::int64_t>& more) {
    for (const Shortage& line : short_lines) {
      const int sku = line.stock.sku[0] - 'a';
      EXPECT_EQ(line.available, model_.available(sku, now()));
      EXPECT_EQ(line.requested, more.at(sku));
    }
  }

  void reserve() {
    const auto units = random_units();
    const auto held = reserve_all(bench_.tx(), as_lines(units), "test");
    ASSERT_EQ(held.has_value(), fits(units));
    if (!held) return expect_shortages(held.error(), units);
    model_.reservations.push_back({.id = held->key, .units = units, .shipped = {}, .expires_at = now() + 30 * kMinute});
  }
  ModelReservation* any(ReservationState state) {
    std::vector<ModelReservation*> found;
    for (auto& r : model_.reservations) {
      const bool live = r.state != ReservationState::pending || r.expires_at > now();
      if (r.state == state && live) found.push_back(&r);
    }
    return found.empty() ? nullptr : found[static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(found.size()) - 1))];
  }
  Reservation record(const ModelReservation& r) { return *bench_.tx().find<Reservation>(r.id); }

  void change() {
    ModelReservation* r = any(ReservationState::pending);
    if (r == nullptr) return;
    const auto units = random_units();
    std::map<int, std::int64_t> more;
    for (const auto& [sku, quantity] : units) {
      const std::int64_t had = r->units.contains(sku) ? r->units.at(sku) : 0;
      if (quantity > had) more[sku] = quantity - had;
    }
    const auto held = change_hold(bench_.tx(), record(*r), as_lines(units), "test");
    ASSERT_EQ(held.has_value(), fits(more));
    if (!held) return expect_shortages(held.error(), more);
    r->units = units;
    r->expires_at = now() + 30 * kMinute;
  }
  void commit() {
    ModelReservation* r = any(ReservationState::pending);
    if (r == nullptr) return;
    commit_reservation(bench_.tx(), record(*r));
    r->state = ReservationState::committed;
  }
  void release() {
    ModelReservation* r = any(ReservationState::pending);
    if (r == nullptr) return;
    release_reservation(bench_.tx(), record(*r), Release::released);
    r->state = ReservationState::released;
  }
  void ship() {
    ModelReservation* r = any(ReservationState::committed);
    if (r == nullptr) return;
    std::vector<ShippedLine> lines;
    for (const auto& [sku, quantity] : r->units) {
      const std::int64_t now_shipped = pick(0, quantity - r->shipped[sku]);
      if (now_shipped == 0) continue;
      lines.push_back({sku_name(sku), now_shipped});
      r->shipped[sku] += now_shipped;
      model_.on_hand[sku] -= now_shipped;
    }
    if (lines.empty()) return;
    const Reservation shipped = ship_lines(bench_.tx(), record(*r), lines);
    const bool whole = std::ranges::all_of(r->units, [&](const auto& line) { return r->shipped[line.first] == line.second; });
    EXPECT_EQ(shipped.state, whole ? ReservationState::fulfilled : ReservationState::committed);
    r->state = shipped.state;
  }
  void restock() {
    ModelReservation* r = any(ReservationState::committed);
    if (r == nullptr) return;
    restock_reservation(bench_.tx(), record(*r));
    r->state = ReservationState::restocked;
  }
  void extend() {
    ModelReservation* r = any(ReservationState::pending);
    if (r == nullptr) return;
    r->expires_at = extend_reservation(bench_.tx(), record(*r), 0).expires_at;
    EXPECT_LE(r->expires_at, now() + 30 * kMinute);
  }
  void sweep() {
    for (auto& r : model_.reservations) {
      if (r.state == ReservationState::pending && r.expires_at <= now() && pick(0, 1) == 0) let_go(bench_.tx(), record(r));
    }
  }
  void count() {
    const int sku = static_cast<int>(pick(0, kSkus - 1));
    const Stock stock = bench_.stock(sku_name(sku));
    if (stock.version == 0) return;
    const std::int64_t on_hand = stock.reserved + stock.committed + pick(0, 8);
    if (pick(0, 1) == 0 || on_hand == stock.on_hand) {
      set_stock(bench_.tx(), stock, on_hand, "count");
    } else {
      adjust_stock(bench_.tx(), stock, on_hand - stock.on_hand, "found");
    }
    model_.on_hand[sku] = on_hand;
  }
  /// Commits, or takes back a command that did something, or forgets a whole batch: with the model as before.
  void batch() {
    const Model before = model_;
    const std::int64_t how = pick(0, 2);
    if (how == 2) bench_.commit();
    bench_.mark();
    if (how == 0) return;
    for (std::int64_t steps = pick(1, 4); steps > 0; --steps) {
      reserve();
      commit();
      release();
    }
    how == 1 ? bench_.undo() : bench_.discard();
    model_ = before;
  }

  void compare() {
    for (int sku = 0; sku < kSkus; ++sku) {
      const Stock stock = bench_.stock(sku_name(sku));
      if (stock.version == 0) continue;
      ASSERT_GE(stock.reserved, 0);
      ASSERT_GE(stock.committed, 0);
      ASSERT_GE(stock.available(), 0);
      ASSERT_EQ(stock.on_hand, model_.on_hand.at(sku));
      ASSERT_EQ(stock.committed, model_.committed(sku));
      ASSERT_EQ(reservable(bench_.tx(), stock.key, kMostUnits), model_.available(sku, now()));
    }
  }

  std::mt19937_64 random_;
  MoveBench bench_;
  Model model_;
};

TEST(Inventory, AnyInterleavingOfItsVerbsAgreesWithPlainCounting) {
  for (int round = 0; round < test_effort(400); ++round) {
    SCOPED_TRACE("seed " + std::to_string(round));
    Interleaving(static_cast<std::uint64_t>(round)).run(250);
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace aisle::shop
