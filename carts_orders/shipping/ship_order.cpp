// Parcels recorded by who fulfils orders: shipped at once when the carrier is named, else handed to the configured
// carrier by a worker.
#include <algorithm>
#include <expected>

#include "carts_orders/inventory/stock_moves.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/find_order.hpp"
#include "carts_orders/shipping/shipments.hpp"

namespace aisle::shop {
namespace {

Answer exceeds_order(const Order& order) {
  return problem(409, "exceeds-order", "The order has fewer units left that no shipment has; `lines` says how many.",
                 [&](JsonWriter& json) {
                   json.key("lines").begin_array();
                   for (const ShippedLine& line : unassigned_lines(order)) {
                     json.begin_object();
                     json.field("sku", std::string_view(line.sku));
                     json.field("left", line.quantity);
                     json.end_object();
                   }
                   json.end_array();
                 });
}

std::vector<ShippedLine> added_up(const std::vector<ShippedLine>& lines) {
  std::vector<ShippedLine> sums;
  for (const ShippedLine& line : lines) {
    const auto same = std::ranges::find(sums, line.sku, &ShippedLine::sku);
    if (same == sums.end()) {
      sums.push_back(line);
    } else {
      same->quantity += line.quantity;
    }
  }
  return sums;
}

bool is_left(const std::vector<ShippedLine>& left, const ShippedLine& asked) {
  const auto line = std::ranges::find(left, asked.sku, &ShippedLine::sku);
  return line != left.end() && asked.quantity <= line->quantity;
}

std::expected<std::vector<ShippedLine>, Answer> lines_of(const Order& order, const std::vector<ShippedLine>& asked) {
  std::vector<ShippedLine> left = unassigned_lines(order);
  if (asked.empty() && !left.empty()) return left;
  if (std::ranges::any_of(asked, [](const ShippedLine& line) { return line.quantity < 1 || line.quantity > kMostUnits; })) {
    return std::unexpected(problem(422, "quantity-invalid", "A shipment holds at least one unit of each line it names."));
  }
  std::vector<ShippedLine> lines = added_up(asked);
  const bool fits = !lines.empty() && std::ranges::all_of(lines, [&](const auto& line) { return is_left(left, line); });
  if (!fits) return std::unexpected(exceeds_order(order));
  return lines;
}

}  // namespace

Answer handle(Transaction& tx, const ShipOrder& command) {
  const auto order = order_or_404(tx, command.order, is_fulfilment);
  if (!order) return order.error();
  if (!can_ship(**order)) return illegal_transition(**order, "Shipping");
  auto lines = lines_of(**order, command.lines);
  if (!lines) return std::move(lines).error();

  OrderChange change(tx, **order);
  if (command.carrier.empty()) {
    request_shipment(change, *std::move(lines));
    begin_picking(change);
  } else {
    mark_shipped(change, add_shipment(change, *std::move(lines)), command.carrier, command.tracking);
  }
  change.save();
  const Shipment& shipment = change.order().shipments.back();
  Answer answer{.status = 201, .body = {}, .headers = {}};
  JsonWriter json(answer.body);
  write_shipment(json, change.order(), shipment);
  return std::move(answer)
      .with("Location", "/_shop/v1/shipments/" + to_string(change.order().key) + '/' + to_string(shipment.id))
      .with("ETag", etag(change.order().version));
}

}  // namespace aisle::shop
