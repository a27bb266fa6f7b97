// The carrier took a parcel. If the order was cancelled meanwhile, the carrier is told that it will not come.
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/shipping/shipments.hpp"

namespace aisle::shop {
namespace {

void track(OrderChange& change, const Shipment& shipment) {
  const Id& order = change.order().key;
  const ShippingTrack job{.order = order, .shipment = shipment.id, .carrier = shipment.carrier, .tracking = shipment.tracking};
  change.tx().enqueue(make_job(job, order, next_tracking(shipment.shipped_at, change.tx().now())));
}

void unbook(Transaction& tx, const ShipmentBooked& report) {
  tx.enqueue(make_job(ShippingCancel{.order = report.order,
                                     .shipment = report.shipment,
                                     .carrier = report.carrier,
                                     .tracking = report.tracking},
                      report.order));
}

}  // namespace

Answer handle(Transaction& tx, const ShipmentBooked& command) {
  const bool is_first_report = find_job(tx, command.job, job_kind::kShippingBook) != nullptr;
  end_job(tx, command.job, job_kind::kShippingBook);
  const auto order = tx.find<Order>(command.order);
  if (!order) return noted();
  OrderChange change(tx, *order);
  Shipment* shipment = find_shipment(change.order(), command.shipment);
  if (shipment == nullptr) return noted();
  if (shipment->state == Shipment::State::requested && can_ship(change.order())) {
    mark_shipped(change, *shipment, command.carrier, command.tracking);
    track(change, *shipment);
    change.save();
  } else if (shipment->state == Shipment::State::cancelled && is_first_report) {
    unbook(tx, command);
  }
  return noted();
}

}  // namespace aisle::shop
