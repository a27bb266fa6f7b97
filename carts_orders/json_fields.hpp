#pragma once
// How answers write money and time.

#include "base/clock.hpp"
#include "base/json/json_writer.hpp"
#include "carts_orders/money/money.hpp"

namespace aisle::shop {

/// {"amount":7999,"currency":"USD"}: minor units.
void write_money(JsonWriter& json, const Money& money);
void money_field(JsonWriter& json, std::string_view name, const Money& money);

/// "2026-11-22T12:30:00.000Z" (RFC 3339, UTC, milliseconds). REQUIRES: years 0 to 9999.
std::string rfc3339(EpochMillis time);
/// The time as RFC 3339; null for 0, which means never or not yet.
void time_field(JsonWriter& json, std::string_view name, EpochMillis time);

}  // namespace aisle::shop
