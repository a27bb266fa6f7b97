// What a carrier or a warehouse tells of a parcel. "picking", "shipped" and "delivered" move it on, each once; anything
// else is recorded in the order's history.
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/find_order.hpp"
#include "carts_orders/shipping/shipments.hpp"

namespace aisle::shop {
namespace {

using State = Shipment::State;

Answer shipment_answer(const Order& order, const Shipment& shipment) {
  Answer answer;
  JsonWriter json(answer.body);
  write_shipment(json, order, shipment);
  return std::move(answer).with("ETag", etag(order.version));
}

Answer shipment_not_found(const Id& shipment) {
  return problem(404, "shipment-not-found", "The order has no shipment " + to_string(shipment) + '.');
}

void record(OrderChange& change, const ReportShipment& report) {
  change.tell("shipment", [&](JsonWriter& json) {
    json.field("shipment", std::string_view(to_string(report.shipment)));
    json.field("event", std::string_view(report.event));
    if (!report.detail.empty()) json.field("detail", std::string_view(report.detail));
  });
}

/// False: not possible for a parcel in this state. What was done before is done.
bool move_on(OrderChange& change, Shipment& shipment, const std::string& event) {
  if (event == "picking") {
    if (shipment.state == State::requested) begin_picking(change);
    return shipment.state != State::cancelled;
  }
  if (event == "shipped") {
    if (shipment.state == State::requested) mark_shipped(change, shipment, shipment.carrier, shipment.tracking);
    return shipment.state != State::cancelled;
  }
  if (event == "delivered") {
    if (shipment.state == State::shipped) mark_delivered(change, shipment);
    return shipment.state == State::delivered;
  }
  return true;
}

}  // namespace

Answer handle(Transaction& tx, const ReportShipment& command) {
  const auto order = order_or_404(tx, command.order, is_fulfilment);
  if (!order) return order.error();
  OrderChange change(tx, **order);
  Shipment* shipment = find_shipment(change.order(), command.shipment);
  if (shipment == nullptr) return shipment_not_found(command.shipment);
  const State before = shipment->state;
  if (!move_on(change, *shipment, command.event)) {
    return illegal_transition(change.order(), "'" + command.event + "' of a shipment that is " + std::string(to_string(before)));
  }
  const bool is_move = command.event == "picking" || command.event == "shipped" || command.event == "delivered";
  if (!is_move) record(change, command);
  change.save();
  return shipment_answer(change.order(), *shipment);
}

}  // namespace aisle::shop
