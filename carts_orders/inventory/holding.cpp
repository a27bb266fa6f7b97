// The moves of stock_moves.hpp that begin, change and prolong a hold.
#include <algorithm>
#include <cassert>
#include <utility>

#include "carts_orders/inventory/move_stock.hpp"
#include "carts_orders/inventory/open_stock.hpp"
#include "carts_orders/inventory/stock_moves.hpp"

namespace aisle::shop {
namespace {

/// Sorted by key, each key once.
std::vector<ReserveLine> added_up(std::vector<ReserveLine> lines) {
  std::ranges::sort(lines, {}, &ReserveLine::stock);
  std::vector<ReserveLine> sums;
  for (ReserveLine& line : lines) {
    if (!sums.empty() && sums.back().stock == line.stock) {
      sums.back().quantity += line.quantity;
    } else {
      sums.push_back(std::move(line));
    }
  }
  return sums;
}

EpochMillis end_of_lease(const Transaction& tx, EpochMillis lease, EpochMillis at_most) {
  const EpochMillis asked = lease == 0 ? tx.settings().reservation_lease : lease;
  return std::min(tx.now() + std::min(asked, tx.settings().reservation_longest), at_most);
}

void begin_lease(const Transaction& tx, Reservation& reservation, EpochMillis lease) {
  reservation.extendable_until = tx.now() + tx.settings().reservation_longest;
  reservation.expires_at = end_of_lease(tx, lease, reservation.extendable_until);
}

Reservation saved(Transaction& tx, Reservation reservation) {
  reservation.version += 1;
  tx.put(reservation);
  return reservation;
}

std::vector<Shortage> shortages_of(Transaction& tx, const std::vector<ReserveLine>& lines) {
  std::vector<Shortage> short_lines;
  for (const ReserveLine& line : lines) {
    const std::int64_t units = reservable(tx, line.stock, line.quantity);
    if (units < line.quantity) short_lines.push_back({line.stock, line.quantity, units});
  }
  return short_lines;
}

std::vector<ReservedLine> as_held(const std::vector<ReserveLine>& lines) {
  std::vector<ReservedLine> held;
  held.reserve(lines.size());
  for (const ReserveLine& line : lines) held.push_back({.stock = line.stock, .quantity = line.quantity});
  return held;
}

/// Gives overdue units back until `quantity` are available. REQUIRES: reservable() covers it.
void make_room(Transaction& tx, const StockKey& key, std::int64_t quantity) {
  while (open_stock(tx, key)->available() < quantity) {
    const auto overdue = tx.pending_holds().first_overdue(key, tx.now());
    assert(overdue && "units were promised that no overdue reservation holds");
    release_reservation(tx, *overdue, Release::expired);
  }
}

void hold(Transaction& tx, const ReserveLine& line, const Reservation& reservation) {
  make_room(tx, line.stock, line.quantity);
  move_stock(tx, line.stock, {.reserved = line.quantity}, note_of("reserve", reservation));
}

/// What `wanted` has more, or less, than `held`. Both sorted by key.
struct Difference {
  std::vector<ReserveLine> more;
  std::vector<ReserveLine> less;
};

Difference difference(const std::vector<ReservedLine>& held, const std::vector<ReserveLine>& wanted) {
  Difference result;
  auto before = held.begin();
  const auto drop = [&] {
    result.less.push_back({before->stock, before->quantity});
    ++before;
  };
  for (const ReserveLine& line : wanted) {
    while (before != held.end() && before->stock < line.stock) drop();
    const bool both = before != held.end() && before->stock == line.stock;
    const std::int64_t change = line.quantity - (both ? before->quantity : 0);
    if (change > 0) result.more.push_back({line.stock, change});
    if (change < 0) result.less.push_back({line.stock, -change});
    if (both) ++before;
  }
  while (before != held.end()) drop();
  return result;
}

[[maybe_unused]] bool are_reservable(const std::vector<ReserveLine>& lines) {
  return !lines.empty() && std::ranges::all_of(lines, [](const ReserveLine& line) {
    return line.quantity > 0 && line.quantity <= kMostUnits;
  });
}

}  // namespace

std::int64_t reservable(Transaction& tx, const StockKey& key, std::int64_t enough) {
  const std::optional<Stock> stock = peek_stock(tx, key);
  if (!stock) return 0;
  const std::int64_t missing = enough - stock->available();
  return stock->available() + (missing > 0 ? tx.pending_holds().overdue_units(key, tx.now(), missing) : 0);
}

std::expected<Reservation, std::vector<Shortage>> reserve_all(Transaction& tx, std::vector<ReserveLine> lines,
                                                              std::string owner, EpochMillis lease) {
  assert(are_reservable(lines) && lease >= 0 && "a reservation has lines, and units in each");
  lines = added_up(std::move(lines));
  if (auto short_lines = shortages_of(tx, lines); !short_lines.empty()) return std::unexpected(std::move(short_lines));
  Reservation reservation{.key = tx.new_id(), .owner = std::move(owner), .lines = as_held(lines), .created_at = tx.now()};
  begin_lease(tx, reservation, lease);
  for (const ReserveLine& line : lines) hold(tx, line, reservation);
  return saved(tx, std::move(reservation));
}

std::expected<Reservation, std::vector<Shortage>> change_hold(Transaction& tx, const Reservation& reservation,
                                                              std::vector<ReserveLine> lines, std::string owner,
                                                              EpochMillis lease) {
  assert(are_reservable(lines) && lease >= 0 && "a reservation has lines, and units in each");
  assert(state_at(reservation, tx.now()) == ReservationState::pending && "only a live reservation can be changed");
  lines = added_up(std::move(lines));
  const Difference change = difference(reservation.lines, lines);
  if (auto short_lines = shortages_of(tx, change.more); !short_lines.empty()) {
    return std::unexpected(std::move(short_lines));
  }
  for (const ReserveLine& line : change.less) {
    move_stock(tx, line.stock, {.reserved = -line.quantity}, note_of("release", reservation));
  }
  for (const ReserveLine& line : change.more) hold(tx, line, reservation);
  Reservation changed = reservation;
  changed.lines = as_held(lines);
  changed.owner = std::move(owner);
  begin_lease(tx, changed, lease);
  return saved(tx, std::move(changed));
}

Reservation extend_reservation(Transaction& tx, const Reservation& reservation, EpochMillis lease) {
  assert(state_at(reservation, tx.now()) == ReservationState::pending && "only a live reservation can be extended");
  const EpochMillis end = end_of_lease(tx, lease, reservation.extendable_until);
  if (end <= reservation.expires_at) return reservation;
  Reservation extended = reservation;
  extended.expires_at = end;
  return saved(tx, std::move(extended));
}

}  // namespace aisle::shop
