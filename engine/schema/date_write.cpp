#include <fmt/format.h>

#include <iterator>

#include "engine/schema/civil_date.hpp"
#include "engine/schema/date_pattern.hpp"

namespace aisle::engine {
namespace {

/// The ISO week that a day belongs to, and that week's year.
struct IsoWeek {
  std::int64_t year;
  int week;
};

IsoWeek iso_week(std::int64_t days, std::int64_t year) {
  if (days >= first_iso_week_monday(year + 1)) ++year;
  if (days < first_iso_week_monday(year)) --year;
  return {year, static_cast<int>((days - first_iso_week_monday(year)) / 7) + 1};
}

class DateWriter {
 public:
  DateWriter(EpochMillis date, const TimeZone& zone, std::string& out)
      : utc_(date),
        offset_ms_(zone.offset_ms(date)),
        civil_(civil_from_millis(date + offset_ms_)),
        days_(floor_div(date + offset_ms_, kMillisPerDay)),
        out_(out) {}

  void write(const DateStep& step) {
    switch (step.part) {
      case DatePart::literal: out_ += step.literal; return;
      case DatePart::year: return write_year(civil_.year, step);
      case DatePart::month: return number(civil_.month, step);
      case DatePart::day: return number(civil_.day, step);
      case DatePart::day_of_year: return number(days_ - days_from_civil(civil_.year, 1, 1) + 1, step);
      case DatePart::week_year: return write_year(iso_week(days_, civil_.year).year, step);
      case DatePart::week: return number(iso_week(days_, civil_.year).week, step);
      case DatePart::weekday: return number(iso_weekday(days_), step);
      case DatePart::hour: return number(civil_.hour, step);
      case DatePart::hour_12: return number((civil_.hour + 11) % 12 + 1, step);
      case DatePart::hour_11: return number(civil_.hour % 12, step);
      case DatePart::hour_24: return number((civil_.hour + 23) % 24 + 1, step);
      case DatePart::minute: return number(civil_.minute, step);
      case DatePart::second: return number(civil_.second, step);
      case DatePart::fraction: return fraction(step.max_digits);
      case DatePart::point_fraction: out_ += '.'; return fraction(3);
      case DatePart::milli_of_day: return number(floor_mod(utc_ + offset_ms_, kMillisPerDay), step);
      case DatePart::month_name: return name(kMonthNames[civil_.month - 1], step);
      case DatePart::weekday_name: return name(kWeekdayNames[iso_weekday(days_) - 1], step);
      case DatePart::am_pm: out_ += civil_.hour < 12 ? "AM" : "PM"; return;
      case DatePart::offset: return offset(step.offset_style);
      case DatePart::epoch_millis: fmt::format_to(std::back_inserter(out_), "{}", utc_); return;
      case DatePart::epoch_second: return epoch_second();
      case DatePart::optional_begin:
      case DatePart::optional_end: return;
    }
  }

 private:
  void number(std::int64_t value, const DateStep& step) {
    fmt::format_to(std::back_inserter(out_), "{:0{}}", value, step.min_digits);
  }
  void write_year(std::int64_t year, const DateStep& step) {
    if (step.two_digit_year) return number(floor_mod(year, 100), step);
    if (year < 0) out_ += '-';
    else if (year > 9999 && step.min_digits >= 4) out_ += '+';
    number(year < 0 ? -year : year, step);
  }
  void fraction(int digits) {
    const std::string all = fmt::format("{:03}000000", civil_.millisecond);
    out_.append(all, 0, static_cast<std::size_t>(digits));
  }
  void name(std::string_view full, const DateStep& step) { out_ += step.short_name ? full.substr(0, 3) : full; }
  void offset(OffsetStyle style) {
    using enum OffsetStyle;
    const bool z = style == colon_or_z || style == plain_or_z || style == hours_or_z || style == zone_id;
    if (offset_ms_ == 0 && z) {
      out_ += 'Z';
      return;
    }
    const std::int64_t minutes = (offset_ms_ < 0 ? -offset_ms_ : offset_ms_) / kMillisPerMinute;
    const bool colon_between = style == colon_or_z || style == colon || style == zone_id;
    const bool hours_only = (style == hours || style == hours_or_z) && minutes % 60 == 0;
    fmt::format_to(std::back_inserter(out_), "{}{:02}", offset_ms_ < 0 ? '-' : '+', minutes / 60);
    if (!hours_only) fmt::format_to(std::back_inserter(out_), "{}{:02}", colon_between ? ":" : "", minutes % 60);
  }
  void epoch_second() {
    fmt::format_to(std::back_inserter(out_), "{}", floor_div(utc_, kMillisPerSecond));
    if (const auto millis = floor_mod(utc_, kMillisPerSecond)) {
      std::string digits = fmt::format(".{:03}", millis);
      while (digits.back() == '0') digits.pop_back();
      out_ += digits;
    }
  }

  EpochMillis utc_;
  std::int64_t offset_ms_;
  CivilTime civil_;
  std::int64_t days_;
  std::string& out_;
};

}  // namespace

void write_with(const DatePattern& pattern, EpochMillis date, const TimeZone& zone, std::string& out) {
  DateWriter writer(date, zone, out);
  for (const DateStep& step : pattern.steps) writer.write(step);
}

}  // namespace aisle::engine
