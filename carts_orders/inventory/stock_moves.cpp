#include "carts_orders/inventory/stock_moves.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "carts_orders/inventory/move_stock.hpp"

namespace aisle::shop {
namespace {

Reservation saved(Transaction& tx, Reservation reservation) {
  reservation.version += 1;
  tx.put(reservation);
  return reservation;
}

void announce_expiry(Transaction& tx, const Reservation& reservation) {
  if (belongs_to_the_shop(reservation.owner)) return;
  std::string data;
  JsonWriter json(data);
  json.begin_object().field("owner", reservation.owner).end_object();
  tx.emit("reservation.expired", reservation.key, std::move(data));
}

}  // namespace

bool belongs_to_the_shop(std::string_view owner) { return owner.starts_with("order:") || owner.starts_with("cart:"); }

ReservationState state_at(const Reservation& reservation, EpochMillis now) {
  const bool overdue = reservation.state == ReservationState::pending && reservation.expires_at <= now;
  return overdue ? ReservationState::expired : reservation.state;
}

Reservation commit_reservation(Transaction& tx, const Reservation& reservation) {
  assert(state_at(reservation, tx.now()) == ReservationState::pending && "only a live reservation can be committed");
  for (const ReservedLine& line : reservation.lines) {
    move_stock(tx, line.stock, {.reserved = -line.quantity, .committed = line.quantity}, note_of("commit", reservation));
  }
  Reservation committed = reservation;
  committed.state = ReservationState::committed;
  return saved(tx, std::move(committed));
}

Reservation release_reservation(Transaction& tx, const Reservation& reservation, Release kind) {
  assert(reservation.state == ReservationState::pending && "a reservation is resolved once");
  const bool expired = kind == Release::expired;
  assert((!expired || reservation.expires_at <= tx.now()) && "a reservation expired before its time");
  for (const ReservedLine& line : reservation.lines) {
    move_stock(tx, line.stock, {.reserved = -line.quantity}, note_of(expired ? "expire" : "release", reservation));
  }
  Reservation given_back = reservation;
  if (expired) announce_expiry(tx, reservation);
  given_back.state = expired ? ReservationState::expired : ReservationState::released;
  return saved(tx, std::move(given_back));
}

Reservation let_go(Transaction& tx, const Reservation& reservation) {
  if (reservation.state != ReservationState::pending) return reservation;
  const bool overdue = state_at(reservation, tx.now()) == ReservationState::expired;
  return release_reservation(tx, reservation, overdue ? Release::expired : Release::released);
}

std::int64_t unshipped(const Reservation& reservation, std::string_view sku) {
  if (reservation.state != ReservationState::committed) return 0;
  std::int64_t units = 0;
  for (const ReservedLine& line : reservation.lines) {
    if (line.stock.sku == sku) units += line.quantity - line.shipped;
  }
  return units;
}

Reservation ship_lines(Transaction& tx, const Reservation& reservation, std::span<const ShippedLine> lines) {
  assert(reservation.state == ReservationState::committed && "only what was sold can be shipped");
  Reservation shipped = reservation;
  for (const ShippedLine& asked : lines) {
    assert(asked.quantity > 0 && asked.quantity <= unshipped(shipped, asked.sku) && "more was shipped than was sold");
    std::int64_t left = asked.quantity;
    for (ReservedLine& line : shipped.lines) {
      const std::int64_t now = line.stock.sku == asked.sku ? std::min(left, line.quantity - line.shipped) : 0;
      if (now == 0) continue;
      move_stock(tx, line.stock, {.on_hand = -now, .committed = -now}, note_of("ship", reservation));
      line.shipped += now;
      left -= now;
    }
  }
  const bool whole = std::ranges::all_of(shipped.lines, [](const auto& line) { return line.shipped == line.quantity; });
  if (whole) shipped.state = ReservationState::fulfilled;
  return saved(tx, std::move(shipped));
}

Reservation restock_reservation(Transaction& tx, const Reservation& reservation) {
  assert(reservation.state == ReservationState::committed && "only what was sold can be restocked");
  for (const ReservedLine& line : reservation.lines) {
    const std::int64_t left = line.quantity - line.shipped;
    if (left > 0) move_stock(tx, line.stock, {.committed = -left}, note_of("restock", reservation));
  }
  Reservation restocked = reservation;
  restocked.state = ReservationState::restocked;
  return saved(tx, std::move(restocked));
}

Counted adjust_stock(Transaction& tx, const Stock& stock, std::int64_t delta, std::string reason) {
  MoveNote note{.kind = "adjust", .reference = tx.principal().owner(), .reason = std::move(reason)};
  Moved moved = move_stock(tx, stock.key, {.on_hand = delta}, std::move(note));
  return {std::move(moved.stock), std::move(moved.entry)};
}

Counted set_stock(Transaction& tx, const Stock& stock, std::int64_t on_hand, std::string reason) {
  MoveNote note{.kind = "set", .reference = tx.principal().owner(), .reason = std::move(reason)};
  Moved moved = move_stock(tx, stock.key, {.on_hand = on_hand - stock.on_hand}, std::move(note));
  return {std::move(moved.stock), std::move(moved.entry)};
}

}  // namespace aisle::shop
