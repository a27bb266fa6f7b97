// Each order against its reservation and its shipments, line by line.
#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <map>

#include "carts_orders/fsck/checks.hpp"

namespace aisle::shop::fsck {
namespace {

using Units = std::map<std::string, std::int64_t, std::less<>>;

bool is_one_of(ReservationState state, std::initializer_list<ReservationState> states) {
  return std::ranges::find(states, state) != states.end();
}

/// Whether an order of that state may have a reservation of that state.
bool fits(OrderState order, ReservationState reservation) {
  using R = ReservationState;
  switch (order) {
    case OrderState::created:
    case OrderState::reserved:
    case OrderState::payment_pending: return is_one_of(reservation, {R::pending, R::expired});
    case OrderState::paid:
    case OrderState::confirmed:
    case OrderState::picking: return reservation == R::committed;
    case OrderState::shipped: return is_one_of(reservation, {R::committed, R::fulfilled});
    case OrderState::delivered: return reservation == R::fulfilled;
    case OrderState::payment_review: return is_one_of(reservation, {R::pending, R::expired, R::released});
    case OrderState::late_paid: return is_one_of(reservation, {R::expired, R::released});
    case OrderState::rejected:
    case OrderState::expired:
    case OrderState::payment_failed:
    case OrderState::cancelling:
    case OrderState::cancelled:
    case OrderState::refund_pending:
    case OrderState::refunded: return is_one_of(reservation, {R::released, R::expired, R::restocked});
  }
  return false;
}

void drop_zeros(Units& units) {
  std::erase_if(units, [](const auto& entry) { return entry.second == 0; });
}

Units ordered(const Order& order) {
  Units units;
  for (const OrderLine& line : order.lines) units[line.sku] += line.quantity;
  return units;
}
Units shipped(const Order& order) {
  Units units;
  for (const OrderLine& line : order.lines) units[line.sku] += line.shipped;
  drop_zeros(units);
  return units;
}
Units held(const Reservation& reservation) {
  Units units;
  for (const ReservedLine& line : reservation.lines) units[line.stock.sku] += line.quantity;
  return units;
}
Units shipped(const Reservation& reservation) {
  Units units;
  for (const ReservedLine& line : reservation.lines) units[line.stock.sku] += line.shipped;
  drop_zeros(units);
  return units;
}
Units sent(const Order& order) {
  Units units;
  for (const Shipment& shipment : order.shipments) {
    if (shipment.state != Shipment::State::shipped && shipment.state != Shipment::State::delivered) continue;
    for (const ShippedLine& line : shipment.lines) units[line.sku] += line.quantity;
  }
  drop_zeros(units);
  return units;
}

std::string say(const Units& units) {
  std::string text;
  for (const auto& [sku, count] : units) text += fmt::format("{}{} x {}", text.empty() ? "" : ", ", count, sku);
  return text.empty() ? "nothing" : text;
}

void check_reservation(const Order& order, const Reservation& reservation, FsckReport& report) {
  if (!fits(order.state, reservation.state)) {
    report.add("I2", fmt::format("Order {} is {}, but its reservation {} is {}.", to_string(order.key), to_string(order.state),
                                 to_string(reservation.key), to_string(reservation.state)));
  }
  if (ordered(order) != held(reservation)) {
    report.add("I2", fmt::format("Order {} is for {}, but its reservation {} is for {}.", to_string(order.key), say(ordered(order)),
                                 to_string(reservation.key), say(held(reservation))));
  }
  if (shipped(order) != shipped(reservation)) {
    report.add("I2", fmt::format("Of order {} {} was shipped, but of its reservation {} {}.", to_string(order.key), say(shipped(order)),
                                 to_string(reservation.key), say(shipped(reservation))));
  }
}

void check_shipments(const Order& order, FsckReport& report) {
  if (sent(order) != shipped(order)) {
    report.add("I9", fmt::format("The shipments of order {} hold {}, but its lines say that {} was shipped.", to_string(order.key),
                                 say(sent(order)), say(shipped(order))));
  }
  for (const OrderLine& line : order.lines) {
    if (line.quantity > 0 && line.shipped >= 0 && line.shipped <= line.quantity) continue;
    report.add("I9", fmt::format("Of {} units of {} that order {} is for, {} were shipped.", line.quantity, line.sku, to_string(order.key), line.shipped));
  }
}

}  // namespace

void check_order_stock(const ShopContents& contents, FsckReport& report) {
  for (const auto& [id, order] : contents.of<Order>()) {
    check_shipments(*order, report);
    const auto reservation = contents.find<Reservation>(order->reservation);
    if (reservation) {
      check_reservation(*order, *reservation, report);
    } else {
      report.add("I2", fmt::format("Order {} is {} and has no reservation.", to_string(id), to_string(order->state)));
    }
  }
}

}  // namespace aisle::shop::fsck
