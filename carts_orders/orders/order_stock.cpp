#include "carts_orders/orders/order_stock.hpp"

#include <utility>

namespace aisle::shop {
namespace {

std::vector<ReserveLine> wanted_by(const Order& order) {
  std::vector<ReserveLine> lines;
  lines.reserve(order.lines.size());
  for (const OrderLine& line : order.lines) lines.push_back({.stock = {.sku = line.sku}, .quantity = line.quantity});
  return lines;
}

}  // namespace

std::string stock_owner(const Order& order) { return "order:" + to_string(order.key); }

bool holds_stock(Transaction& tx, const Order& order) {
  const auto reservation = tx.find<Reservation>(order.reservation);
  return reservation && state_at(*reservation, tx.now()) == ReservationState::pending;
}

std::expected<void, std::vector<Shortage>> hold_stock(OrderChange& change) {
  if (holds_stock(change.tx(), change.order())) return {};
  give_back_stock(change);  // of a lease that is over and was not swept yet
  auto reserved = reserve_all(change.tx(), wanted_by(change.order()), stock_owner(change.order()));
  if (!reserved) return std::unexpected(std::move(reserved).error());
  change.order().reservation = reserved->key;
  return {};
}

std::expected<void, std::vector<Shortage>> sell_stock(OrderChange& change) {
  if (auto held = hold_stock(change); !held) return held;
  commit_reservation(change.tx(), *change.tx().find<Reservation>(change.order().reservation));
  return {};
}

void give_back_stock(OrderChange& change) {
  const auto reservation = change.tx().find<Reservation>(change.order().reservation);
  if (!reservation) return;
  if (reservation->state == ReservationState::pending) let_go(change.tx(), *reservation);
  if (reservation->state == ReservationState::committed) restock_reservation(change.tx(), *reservation);
}

}  // namespace aisle::shop
