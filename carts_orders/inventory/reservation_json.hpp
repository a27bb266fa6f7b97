#pragma once
// How answers show reservations, and what was short.

#include <vector>

#include "carts_orders/inventory/stock_moves.hpp"

namespace aisle::shop {

/// {"id","state","owner","lines":[{"sku","location","quantity","shipped"}],"created_at","expires_at","expires_in_s",
/// "extendable_until","version"}. A lease that is over at `now` shows as expired; the times of the lease are there
/// while it runs.
void write_reservation(JsonWriter& json, const Reservation& reservation, EpochMillis now);
Answer reservation_answer(int status, const Reservation& reservation, EpochMillis now);

/// 409 `insufficient-stock` with "lines":[{"sku","location","requested","available"}].
Answer insufficient_stock(const std::vector<Shortage>& short_lines);

}  // namespace aisle::shop
