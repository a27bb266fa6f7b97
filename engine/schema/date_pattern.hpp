#pragma once
// One alternative of a date format, as a list of steps.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "engine/schema/date_format.hpp"

namespace aisle::engine {

enum class DatePart : std::uint8_t {
  literal,          ///< the character in `literal`
  year,
  month,
  day,
  day_of_year,
  week_year,
  week,
  weekday,          ///< number, 1 = Monday
  hour,
  hour_12,          ///< 1..12
  hour_11,          ///< 0..11
  hour_24,          ///< 1..24
  minute,
  second,
  fraction,         ///< of a second, digits only
  point_fraction,   ///< '.' or ',' and 1..9 digits
  milli_of_day,
  month_name,
  weekday_name,
  am_pm,
  offset,           ///< in any of the styles below when read, in `offset_style` when written
  optional_begin,   ///< what follows may be absent, up to the matching end; `skip` is the step after that
  optional_end,
  epoch_millis,
  epoch_second,
};

enum class OffsetStyle : std::uint8_t { colon_or_z, plain_or_z, hours_or_z, colon, plain, hours, zone_id };

struct DateStep {
  DatePart part = DatePart::literal;
  char literal = 0;
  std::uint8_t min_digits = 1;
  std::uint8_t max_digits = 1;
  bool short_name = true;      ///< "Jan" rather than "January"
  bool two_digit_year = false; ///< 2000..2099
  OffsetStyle offset_style = OffsetStyle::colon_or_z;
  std::uint16_t skip = 0;
};

struct DatePattern {
  std::vector<DateStep> steps;
  bool reads_instants = false;  ///< the steps read "2024-01-31T23:59:59Z" as what it says
};

/// Java's pattern letters, quotes and brackets. Fails with invalid_argument.
Result<DatePattern> compile_java_pattern(std::string_view pattern);
/// A format of Elasticsearch's by name ("strict_date", "epoch_millis"); none when there is no such name.
std::optional<DatePattern> named_date_pattern(std::string_view name);

std::optional<EpochMillis> parse_with(const DatePattern& pattern, std::string_view text, DateRounding rounding,
                                      const TimeZone& zone);
void write_with(const DatePattern& pattern, EpochMillis date, const TimeZone& zone, std::string& out);

extern const std::string_view kMonthNames[12];
extern const std::string_view kWeekdayNames[7];

}  // namespace aisle::engine
