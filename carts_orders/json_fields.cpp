#include "carts_orders/json_fields.hpp"

#include <fmt/format.h>

#include <chrono>

namespace aisle::shop {

void write_money(JsonWriter& json, const Money& money) {
  json.begin_object();
  json.field("amount", money.amount);
  json.field("currency", money.currency.code());
  json.end_object();
}

void money_field(JsonWriter& json, std::string_view name, const Money& money) {
  json.key(name);
  write_money(json, money);
}

std::string rfc3339(EpochMillis time) {
  using namespace std::chrono;
  const sys_time<milliseconds> point{milliseconds(time)};
  const auto midnight = floor<days>(point);
  const year_month_day date(midnight);
  const hh_mm_ss clock(point - midnight);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

void time_field(JsonWriter& json, std::string_view name, EpochMillis time) {
  json.key(name);
  if (time == 0) {
    json.null();
  } else {
    json.string(rfc3339(time));
  }
}

}  // namespace aisle::shop
