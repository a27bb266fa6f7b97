// The carrier's news of a parcel: delivered, or to be asked again.
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/shipping/shipments.hpp"

namespace aisle::shop {

Answer handle(Transaction& tx, const ShipmentTracked& command) {
  const auto job = find_job(tx, command.job, job_kind::kShippingTrack);
  const auto order = tx.find<Order>(command.order);
  if (!order) {
    end_job(tx, command.job, job_kind::kShippingTrack);
    return noted();
  }
  OrderChange change(tx, *order);
  Shipment* shipment = find_shipment(change.order(), command.shipment);
  const bool is_under_way = shipment != nullptr && shipment->state == Shipment::State::shipped;
  if (is_under_way && command.delivered) mark_delivered(change, *shipment);
  if (job && is_under_way && !command.delivered) {
    postpone(tx, *job, next_tracking(shipment->shipped_at, tx.now()));
  } else {
    end_job(tx, command.job, job_kind::kShippingTrack);
  }
  change.save();
  return noted();
}

}  // namespace aisle::shop
