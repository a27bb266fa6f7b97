#include <algorithm>
#include <limits>

#include "engine/schema/civil_date.hpp"
#include "engine/schema/date_format.hpp"

namespace aisle::engine {
namespace {

Error math_error(std::string message) { return {ErrorCode::invalid_argument, std::move(message), "date_math"}; }

// Adding is done on local civil time, so that "+1d" over a change of the clocks stays at the same hour.
constexpr std::int64_t kMaxAmount = 1'000'000'000;
constexpr std::int64_t kMaxYears = 100'000'000;

CivilTime add_months(CivilTime civil, std::int64_t months) {
  const std::int64_t total = civil.year * 12 + (civil.month - 1) + months;
  civil.year = floor_div(total, 12);
  civil.month = static_cast<int>(floor_mod(total, 12)) + 1;
  civil.day = std::min(civil.day, days_in_month(civil.year, civil.month));
  return civil;
}

bool is_unit(char unit) { return std::string_view("yMwdhHms").find(unit) != std::string_view::npos; }

EpochMillis add_units(EpochMillis date, char unit, std::int64_t amount, const TimeZone& zone) {
  switch (unit) {
    case 'y': return zone.to_utc(millis_from_civil(add_months(civil_from_millis(zone.to_local(date)), amount * 12)));
    case 'M': return zone.to_utc(millis_from_civil(add_months(civil_from_millis(zone.to_local(date)), amount)));
    case 'w': return zone.to_utc(zone.to_local(date) + amount * 7 * kMillisPerDay);
    case 'd': return zone.to_utc(zone.to_local(date) + amount * kMillisPerDay);
    case 'h':
    case 'H': return date + amount * kMillisPerHour;
    case 'm': return date + amount * kMillisPerMinute;
    default: return date + amount * kMillisPerSecond;
  }
}

EpochMillis local_start_of(EpochMillis local, char unit) {
  CivilTime civil = civil_from_millis(local);
  const std::int64_t days = floor_div(local, kMillisPerDay);
  switch (unit) {
    case 'y': return days_from_civil(civil.year, 1, 1) * kMillisPerDay;
    case 'M': return days_from_civil(civil.year, civil.month, 1) * kMillisPerDay;
    case 'w': return (days - (iso_weekday(days) - 1)) * kMillisPerDay;
    case 'd': return days * kMillisPerDay;
    case 'h':
    case 'H': return floor_div(local, kMillisPerHour) * kMillisPerHour;
    case 'm': return floor_div(local, kMillisPerMinute) * kMillisPerMinute;
    default: return floor_div(local, kMillisPerSecond) * kMillisPerSecond;
  }
}

EpochMillis round_to(EpochMillis date, char unit, const DateParseOptions& options) {
  const EpochMillis start = options.zone.to_utc(local_start_of(options.zone.to_local(date), unit));
  if (options.rounding != DateRounding::up) return start;
  return add_units(start, unit, 1, options.zone) - 1;
}

bool is_in_range(EpochMillis date) {
  constexpr EpochMillis kLimit = std::numeric_limits<EpochMillis>::max() / 8;
  return date < kLimit && date > -kLimit;
}

}  // namespace

Result<EpochMillis> apply_date_math(EpochMillis date, std::string_view math, std::string_view text,
                                    const DateParseOptions& options) {
  for (std::size_t i = 0; i < math.size();) {
    const char op = math[i++];
    if (op != '+' && op != '-' && op != '/') {
      return math_error("operator not supported for date math [" + std::string(math) + "]");
    }
    if (i >= math.size()) return math_error("truncated date math [" + std::string(math) + "]");
    const std::size_t digits_start = i;
    std::int64_t amount = 0;
    while (i < math.size() && math[i] >= '0' && math[i] <= '9' && amount < kMaxAmount) {
      amount = amount * 10 + (math[i++] - '0');
    }
    if (i == digits_start) amount = 1;
    if (i >= math.size()) return math_error("truncated date math [" + std::string(math) + "]");
    const char unit = math[i++];
    if (op == '/' && amount != 1) {
      return math_error("rounding `/` can only be used on single unit types [" + std::string(math) + "]");
    }
    if (!is_unit(unit)) {
      return math_error("unit [" + std::string(1, unit) + "] not supported for date math [" + std::string(math) + "]");
    }
    if (!is_in_range(date) || amount > (unit == 'y' ? kMaxYears : kMaxAmount)) {
      return math_error("date math [" + std::string(text) + "] leaves the range of dates");
    }
    date = op == '/' ? round_to(date, unit, options)
                     : add_units(date, unit, op == '-' ? -amount : amount, options.zone);
  }
  return date;
}

}  // namespace aisle::engine
