#pragma once
// Parcels of an order: requested of the carrier, on their way, delivered. Units leave the stock when they are shipped.

#include <string>
#include <vector>

#include "carts_orders/orders/order_change.hpp"

namespace aisle::shop {

Shipment* find_shipment(Order& order, const Id& id);
/// What no shipment has, requested ones included; lines of nothing are left out.
std::vector<ShippedLine> unassigned_lines(const Order& order);
/// Whether parcels can be made of this order now.
bool can_ship(const Order& order);

/// A parcel for the configured carrier, with the job that books it. Nothing for no lines.
void request_shipment(OrderChange& change, std::vector<ShippedLine> lines);
/// A new parcel that is not booked by a job.
Shipment& add_shipment(OrderChange& change, std::vector<ShippedLine> lines);
/// Packing began: the order is `picking`, if it was not yet.
void begin_picking(OrderChange& change);
/// The parcel is on its way. REQUIRES: can_ship, the shipment is requested.
void mark_shipped(OrderChange& change, Shipment& shipment, const std::string& carrier, const std::string& tracking);
/// It arrived; the order is `delivered` with its last parcel, once everything was shipped.
/// REQUIRES: the shipment is shipped.
void mark_delivered(OrderChange& change, Shipment& shipment);
/// Requested parcels will not come.
void call_off_shipments(OrderChange& change);

/// When to ask next where a parcel is: after half its time on the way, between 2 s and 10 min.
EpochMillis next_tracking(EpochMillis shipped_at, EpochMillis now);

}  // namespace aisle::shop
