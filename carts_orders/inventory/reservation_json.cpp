#include "carts_orders/inventory/reservation_json.hpp"

#include <fmt/format.h>

#include <utility>

#include "carts_orders/json_fields.hpp"

namespace aisle::shop {
namespace {

void write_line(JsonWriter& json, const ReservedLine& line) {
  json.begin_object();
  json.field("sku", line.stock.sku);
  json.field("location", line.stock.location);
  json.field("quantity", line.quantity);
  if (line.shipped > 0) json.field("shipped", line.shipped);
  json.end_object();
}

void write_lease(JsonWriter& json, const Reservation& reservation, EpochMillis now) {
  time_field(json, "expires_at", reservation.expires_at);
  json.field("expires_in_s", (reservation.expires_at - now) / kSecond);
  time_field(json, "extendable_until", reservation.extendable_until);
}

}  // namespace

void write_reservation(JsonWriter& json, const Reservation& reservation, EpochMillis now) {
  const ReservationState state = state_at(reservation, now);
  json.begin_object();
  json.field("id", to_string(reservation.key));
  json.field("state", to_string(state));
  json.field("owner", reservation.owner);
  json.key("lines").begin_array();
  for (const ReservedLine& line : reservation.lines) write_line(json, line);
  json.end_array();
  time_field(json, "created_at", reservation.created_at);
  if (state == ReservationState::pending) write_lease(json, reservation, now);
  json.field("version", reservation.version);
  json.end_object();
}

Answer reservation_answer(int status, const Reservation& reservation, EpochMillis now) {
  Answer answer{.status = status, .body = {}, .headers = {}};
  JsonWriter json(answer.body);
  write_reservation(json, reservation, now);
  return std::move(answer).with("ETag", etag(reservation.version));
}

Answer insufficient_stock(const std::vector<Shortage>& short_lines) {
  const Shortage& first = short_lines.front();
  const std::string detail = fmt::format("{} of [{}] were asked for, {} are available{}", first.requested,
                                         first.stock.sku, first.available,
                                         short_lines.size() == 1 ? "." : "; other lines are short, too.");
  return problem(409, "insufficient-stock", detail, [&](JsonWriter& json) {
    json.key("lines").begin_array();
    for (const Shortage& line : short_lines) {
      json.begin_object();
      json.field("sku", line.stock.sku);
      json.field("location", line.stock.location);
      json.field("requested", line.requested);
      json.field("available", line.available);
      json.end_object();
    }
    json.end_array();
  });
}

}  // namespace aisle::shop
