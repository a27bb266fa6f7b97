#include "carts_orders/shipping/shipments.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "carts_orders/inventory/stock_moves.hpp"
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/notifications/notices.hpp"

namespace aisle::shop {
namespace {

using State = Shipment::State;

std::int64_t assigned(const Order& order, const std::string& sku) {
  std::int64_t units = 0;
  for (const Shipment& shipment : order.shipments) {
    if (shipment.state == State::cancelled) continue;
    for (const ShippedLine& line : shipment.lines) units += line.sku == sku ? line.quantity : 0;
  }
  return units;
}

void count_shipped(Order& order, const std::vector<ShippedLine>& lines) {
  for (const ShippedLine& shipped : lines) {
    const auto line = std::ranges::find(order.lines, shipped.sku, &OrderLine::sku);
    assert(line != order.lines.end() && "a parcel holds what was ordered");
    line->shipped += shipped.quantity;
  }
}

bool is_complete(const Order& order) {
  const bool all_shipped = std::ranges::all_of(order.lines, [](const auto& line) { return line.shipped == line.quantity; });
  return all_shipped && std::ranges::all_of(order.shipments, [](const Shipment& shipment) {
           return shipment.state == State::delivered || shipment.state == State::cancelled;
         });
}

}  // namespace

Shipment* find_shipment(Order& order, const Id& id) {
  const auto found = std::ranges::find(order.shipments, id, &Shipment::id);
  return found == order.shipments.end() ? nullptr : &*found;
}

std::vector<ShippedLine> unassigned_lines(const Order& order) {
  std::vector<ShippedLine> left;
  for (const OrderLine& line : order.lines) {
    const std::int64_t units = line.quantity - assigned(order, line.sku);
    if (units > 0) left.push_back({.sku = line.sku, .quantity = units});
  }
  return left;
}

bool can_ship(const Order& order) {
  return order.state == OrderState::confirmed || order.state == OrderState::picking || order.state == OrderState::shipped;
}

Shipment& add_shipment(OrderChange& change, std::vector<ShippedLine> lines) {
  change.note("shipment");
  return change.order().shipments.emplace_back(Shipment{.id = change.tx().new_id(), .lines = std::move(lines)});
}

void request_shipment(OrderChange& change, std::vector<ShippedLine> lines) {
  if (lines.empty()) return;
  Shipment& shipment = add_shipment(change, std::move(lines));
  shipment.carrier = change.tx().settings().carrier;
  const Order& order = change.order();
  change.tx().enqueue(make_job(ShippingBook{.order = order.key,
                                            .shipment = shipment.id,
                                            .carrier = shipment.carrier,
                                            .address = order.shipping_address,
                                            .lines = shipment.lines},
                               order.key));
}

void begin_picking(OrderChange& change) {
  if (change.can(OrderEvent::pick)) change.step(OrderEvent::pick);
}

void mark_shipped(OrderChange& change, Shipment& shipment, const std::string& carrier, const std::string& tracking) {
  assert(can_ship(change.order()) && shipment.state == State::requested && "a parcel leaves once, for an order that is paid");
  begin_picking(change);
  shipment.state = State::shipped;
  if (!carrier.empty()) shipment.carrier = carrier;
  shipment.tracking = tracking;
  shipment.shipped_at = change.tx().now();
  count_shipped(change.order(), shipment.lines);
  ship_lines(change.tx(), *change.tx().find<Reservation>(change.order().reservation), shipment.lines);
  change.note("shipment");
  if (change.can(OrderEvent::ship)) change.step(OrderEvent::ship);
  notify_shipped(change, shipment);
}

void mark_delivered(OrderChange& change, Shipment& shipment) {
  assert(shipment.state == State::shipped && "only what is on its way can arrive");
  shipment.state = State::delivered;
  shipment.delivered_at = change.tx().now();
  change.note("shipment");
  if (is_complete(change.order()) && change.can(OrderEvent::deliver)) change.step(OrderEvent::deliver);
}

void call_off_shipments(OrderChange& change) {
  for (Shipment& shipment : change.order().shipments) {
    if (shipment.state == State::requested) shipment.state = State::cancelled;
  }
}

EpochMillis next_tracking(EpochMillis shipped_at, EpochMillis now) {
  return now + std::clamp((now - shipped_at) / 2, 2 * kSecond, 10 * kMinute);
}

}  // namespace aisle::shop
