#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "carts_orders/testing/simulation/staff.hpp"

namespace aisle::shop::simulation {
namespace {

Principal packer() { return {.kind = Principal::Kind::service, .subject = "packer", .roles = Role::fulfilment}; }

bool is_to_do(const Order& order) {
  return order.state == OrderState::confirmed || order.state == OrderState::picking || order.state == OrderState::shipped;
}

}  // namespace

Fulfilment::Fulfilment(World& world, Front& front, AckLog& acks)
    : world_(world), client_(world, front, acks, "packer"), dice_(world.dice.fork()) {}

void Fulfilment::begin() { later(); }

void Fulfilment::later() {
  world_.executor.post_after(5'000 + dice_.skewed(60'000), [this] { act(); });
}

void Fulfilment::act() {
  std::vector<std::shared_ptr<const Order>> orders;
  for (const auto& [id, order] : world_.disk.contents().of<Order>()) {
    if (is_to_do(*order)) orders.push_back(order);
  }
  if (orders.empty()) return later();
  work_on(*dice_.pick(orders));
}

void Fulfilment::work_on(const Order& order) {
  const auto arriving = std::ranges::find(order.shipments, Shipment::State::shipped, &Shipment::state);
  if (arriving != order.shipments.end() && dice_.chance(0.5)) {
    client_.ask(packer(), OrderCommand{ReportShipment{.order = order.key, .shipment = arriving->id, .event = "delivered", .detail = {}}},
                client_.new_key(), [this](const Answer&) { later(); });
    return;
  }
  ship(order);
}

/// All that is left, or one unit of one line.
void Fulfilment::ship(const Order& order) {
  ShipOrder command{.order = order.key, .lines = {}, .carrier = "by hand", .tracking = client_.new_key()};
  if (dice_.chance(0.3)) command.lines.push_back({.sku = order.lines.front().sku, .quantity = 1});
  client_.ask(packer(), OrderCommand{command}, client_.new_key(), [this](const Answer&) { later(); });
}

}  // namespace aisle::shop::simulation
