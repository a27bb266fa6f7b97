#include "carts_orders/carts/cart_holds.hpp"

#include <utility>

namespace aisle::shop {
namespace {

std::string owner_of(const Cart& cart) { return "cart:" + to_string(cart.key); }

std::int64_t held_units(const Reservation* hold, const StockKey& stock) {
  if (hold == nullptr) return 0;
  for (const ReservedLine& line : hold->lines) {
    if (line.stock == stock) return line.quantity;
  }
  return 0;
}

/// The lines that can be held whole, beside what `hold` holds already.
std::vector<ReserveLine> holdable(Transaction& tx, const Cart& cart, const Reservation* hold) {
  std::vector<ReserveLine> lines;
  for (ReserveLine& line : wanted_by(cart)) {
    const std::int64_t more = line.quantity - held_units(hold, line.stock);
    if (reservable(tx, line.stock, more) >= more) lines.push_back(std::move(line));
  }
  return lines;
}

/// The shortage of the line of `sku`, if `lines` lack it.
std::vector<Shortage> missing(Transaction& tx, const Cart& cart, std::string_view sku,
                              const std::vector<ReserveLine>& lines, const Reservation* hold) {
  for (const ReserveLine& line : lines) {
    if (line.stock.sku == sku) return {};
  }
  for (const ReserveLine& line : wanted_by(cart)) {
    if (line.stock.sku != sku) continue;
    const std::int64_t units = held_units(hold, line.stock) + reservable(tx, line.stock, line.quantity);
    return {{line.stock, line.quantity, units}};
  }
  return {};
}

}  // namespace

std::vector<ReserveLine> wanted_by(const Cart& cart) {
  std::vector<ReserveLine> lines;
  lines.reserve(cart.lines.size());
  for (const CartLine& line : cart.lines) lines.push_back({.stock = {.sku = line.sku}, .quantity = line.quantity});
  return lines;
}

std::shared_ptr<const Reservation> live_hold(Transaction& tx, const Cart& cart) {
  if (cart.hold.is_null()) return nullptr;
  auto hold = tx.find<Reservation>(cart.hold);
  const bool live = hold && state_at(*hold, tx.now()) == ReservationState::pending;
  return live ? std::move(hold) : nullptr;
}

std::expected<void, std::vector<Shortage>> fit_hold(Transaction& tx, Cart& cart, std::string_view must_hold) {
  if (tx.settings().hold_from != HoldFrom::cart) return {};
  const auto hold = live_hold(tx, cart);
  std::vector<ReserveLine> lines = holdable(tx, cart, hold.get());
  if (auto short_lines = missing(tx, cart, must_hold, lines, hold.get()); !short_lines.empty()) {
    return std::unexpected(std::move(short_lines));
  }
  if (lines.empty()) {
    drop_hold(tx, cart);
    return {};
  }
  auto held = hold ? change_hold(tx, *hold, std::move(lines), owner_of(cart))
                   : reserve_all(tx, std::move(lines), owner_of(cart));
  if (!held) return std::unexpected(std::move(held).error());
  cart.hold = held->key;
  return {};
}

void drop_hold(Transaction& tx, Cart& cart) {
  if (cart.hold.is_null()) return;
  if (const auto hold = tx.find<Reservation>(cart.hold)) let_go(tx, *hold);
  cart.hold = {};
}

std::expected<Reservation, std::vector<Shortage>> take_cart_hold(Transaction& tx, const Cart& cart, std::string owner,
                                                                 EpochMillis lease) {
  if (const auto hold = live_hold(tx, cart)) return change_hold(tx, *hold, wanted_by(cart), std::move(owner), lease);
  return reserve_all(tx, wanted_by(cart), std::move(owner), lease);
}

}  // namespace aisle::shop
