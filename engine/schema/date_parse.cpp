// A recursive-descent reader over a pattern's steps. Optional parts are tried first and skipped when they do not fit;
// their nesting is that of the pattern, which is short and our own or the mapping's, so the recursion is bounded.

#include <algorithm>
#include <limits>

#include "engine/schema/civil_date.hpp"
#include "engine/schema/date_pattern.hpp"

namespace aisle::engine {
namespace {

constexpr int kAbsent = std::numeric_limits<int>::min();

/// What has been read so far.
struct Parts {
  std::int64_t year = 1970;
  bool has_year = false;
  int month = kAbsent, day = kAbsent, day_of_year = kAbsent;
  std::int64_t week_year = 0;
  bool has_week_year = false;
  int week = kAbsent, weekday = kAbsent;
  int hour = kAbsent, minute = kAbsent, second = kAbsent, millis = kAbsent;
  int half_day_hour = kAbsent, pm = kAbsent;
  std::int64_t milli_of_day = -1;
  std::int64_t offset_seconds = 0;
  bool has_offset = false;
  EpochMillis epoch = 0;
  bool has_epoch = false;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// The digits at the front of `text`, `least`..`most` of them, removed from it.
bool take_number(std::string_view& text, std::size_t least, std::size_t most, std::int64_t& value) {
  std::size_t length = 0;
  value = 0;
  while (length < most && length < text.size() && is_digit(text[length])) value = value * 10 + (text[length++] - '0');
  if (length < least || length == 0) return false;
  text.remove_prefix(length);
  return true;
}

bool take_int(std::string_view& text, const DateStep& step, int low, int high, int& value) {
  std::int64_t number = 0;
  if (!take_number(text, step.min_digits, step.max_digits, number) || number < low || number > high) return false;
  value = static_cast<int>(number);
  return true;
}

bool take_year(std::string_view& text, const DateStep& step, std::int64_t& year) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  if (!take_number(text, step.min_digits, step.max_digits, year)) return false;
  if (step.two_digit_year) year += 2000;
  if (negative) year = -year;
  return true;
}

/// Digits of a fraction of a second, as milliseconds; more than three are cut off.
bool take_fraction(std::string_view& text, std::size_t least, std::size_t most, int& millis) {
  std::size_t length = 0;
  int value = 0;
  while (length < most && length < text.size() && is_digit(text[length])) {
    if (length < 3) value = value * 10 + (text[length] - '0');
    ++length;
  }
  if (length < least) return false;
  for (std::size_t i = length; i < 3; ++i) value *= 10;
  text.remove_prefix(length);
  millis = value;
  return true;
}

bool take_name(std::string_view& text, const std::string_view* names, int count, bool short_name, int& value) {
  for (int i = 0; i < count; ++i) {
    const std::string_view name = short_name ? names[i].substr(0, 3) : names[i];
    if (text.size() < name.size()) continue;
    if (!std::equal(name.begin(), name.end(), text.begin(), [](char a, char b) { return lower(a) == lower(b); })) continue;
    value = i + 1;
    text.remove_prefix(name.size());
    return true;
  }
  return false;
}

bool take_am_pm(std::string_view& text, int& pm) {
  if (text.size() < 2 || lower(text[1]) != 'm' || (lower(text[0]) != 'a' && lower(text[0]) != 'p')) return false;
  pm = lower(text[0]) == 'p' ? 1 : 0;
  text.remove_prefix(2);
  return true;
}

/// 'Z', "+01:00", "+0100", "+01"; for zone ids "UTC" and "GMT" too.
bool take_offset(std::string_view& text, std::int64_t& seconds) {
  for (const std::string_view zero : {"Z", "z", "UTC", "GMT"}) {
    if (!text.starts_with(zero)) continue;
    text.remove_prefix(zero.size());
    seconds = 0;
    if (zero.size() == 1 || text.empty()) return true;
    break;
  }
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  std::int64_t hours = 0, minutes = 0, rest = 0;
  if (!take_number(text, 2, 2, hours) || hours > 18) return false;
  const bool colon = !text.empty() && text[0] == ':';
  if (colon) text.remove_prefix(1);
  if (!take_number(text, 2, 2, minutes)) {
    if (colon) return false;
    minutes = 0;
  } else if (colon && text.size() >= 3 && text[0] == ':') {
    text.remove_prefix(1);
    if (!take_number(text, 2, 2, rest)) return false;
  }
  if (minutes > 59 || rest > 59) return false;
  seconds = sign * (hours * 3600 + minutes * 60 + rest);
  return true;
}

/// "-123" or "123.4"; `unit` milliseconds each.
bool take_epoch(std::string_view& text, std::int64_t unit, EpochMillis& epoch) {
  const bool negative = !text.empty() && text[0] == '-';
  std::string_view rest = text.substr(negative ? 1 : 0);
  std::int64_t whole = 0;
  if (!take_number(rest, 1, 18, whole) || whole > std::numeric_limits<std::int64_t>::max() / unit - 1) return false;
  int millis = 0;
  if (!rest.empty() && rest[0] == '.') {
    rest.remove_prefix(1);
    if (!take_fraction(rest, 1, 9, millis)) return false;
  }
  epoch = whole * unit + (unit == kMillisPerSecond ? millis : 0);
  if (negative) epoch = -epoch;
  text = rest;
  return true;
}

bool take_step(const DateStep& step, std::string_view& text, Parts& parts) {
  switch (step.part) {
    case DatePart::literal:
      if (text.empty() || text[0] != step.literal) return false;
      text.remove_prefix(1);
      return true;
    case DatePart::year: return parts.has_year = take_year(text, step, parts.year);
    case DatePart::month: return take_int(text, step, 1, 12, parts.month);
    case DatePart::day: return take_int(text, step, 1, 31, parts.day);
    case DatePart::day_of_year: return take_int(text, step, 1, 366, parts.day_of_year);
    case DatePart::week_year: return parts.has_week_year = take_year(text, step, parts.week_year);
    case DatePart::week: return take_int(text, step, 1, 53, parts.week);
    case DatePart::weekday: return take_int(text, step, 1, 7, parts.weekday);
    case DatePart::hour: return take_int(text, step, 0, 23, parts.hour);
    case DatePart::hour_12:
      if (!take_int(text, step, 1, 12, parts.half_day_hour)) return false;
      parts.half_day_hour %= 12;
      return true;
    case DatePart::hour_11: return take_int(text, step, 0, 11, parts.half_day_hour);
    case DatePart::hour_24:
      if (!take_int(text, step, 1, 24, parts.hour)) return false;
      parts.hour %= 24;
      return true;
    case DatePart::minute: return take_int(text, step, 0, 59, parts.minute);
    case DatePart::second: return take_int(text, step, 0, 59, parts.second);
    case DatePart::fraction: return take_fraction(text, step.min_digits, step.max_digits, parts.millis);
    case DatePart::point_fraction:
      if (text.empty() || (text[0] != '.' && text[0] != ',')) return false;
      text.remove_prefix(1);
      return take_fraction(text, 1, 9, parts.millis);
    case DatePart::milli_of_day:
      return take_number(text, step.min_digits, step.max_digits, parts.milli_of_day) &&
             parts.milli_of_day < kMillisPerDay;
    case DatePart::month_name: return take_name(text, kMonthNames, 12, step.short_name, parts.month);
    case DatePart::weekday_name: return take_name(text, kWeekdayNames, 7, step.short_name, parts.weekday);
    case DatePart::am_pm: return take_am_pm(text, parts.pm);
    case DatePart::offset: return parts.has_offset = take_offset(text, parts.offset_seconds);
    case DatePart::epoch_millis: return parts.has_epoch = take_epoch(text, 1, parts.epoch);
    case DatePart::epoch_second: return parts.has_epoch = take_epoch(text, kMillisPerSecond, parts.epoch);
    case DatePart::optional_begin:
    case DatePart::optional_end: return true;
  }
  return false;
}

/// Reads steps [at, end). On failure `text` and `parts` are as they were for the caller to retry with.
bool take_steps(const std::vector<DateStep>& steps, std::size_t at, std::size_t end, std::string_view& text, Parts& parts) {
  while (at < end) {
    const DateStep& step = steps[at];
    if (step.part == DatePart::optional_begin) {
      std::string_view tried = text;
      Parts read = parts;
      if (!tried.empty() && take_steps(steps, at + 1, step.skip - 1U, tried, read)) {
        text = tried;
        parts = read;
      }
      at = step.skip;
      continue;
    }
    if (!take_step(step, text, parts)) return false;
    ++at;
  }
  return true;
}

bool resolve_days(const Parts& parts, std::int64_t& days) {
  if (parts.has_week_year) {
    const int weekday = parts.weekday == kAbsent ? 1 : parts.weekday;
    const int week = parts.week == kAbsent ? 1 : parts.week;
    days = first_iso_week_monday(parts.week_year) + (week - 1) * 7 + weekday - 1;
    return true;
  }
  if (parts.day_of_year != kAbsent) {
    if (parts.day_of_year > (is_leap_year(parts.year) ? 366 : 365)) return false;
    days = days_from_civil(parts.year, 1, 1) + parts.day_of_year - 1;
    return true;
  }
  const int month = parts.month == kAbsent ? 1 : parts.month;
  const int day = parts.day == kAbsent ? 1 : parts.day;
  if (day > days_in_month(parts.year, month)) return false;
  days = days_from_civil(parts.year, month, day);
  return parts.weekday == kAbsent || iso_weekday(days) == parts.weekday;
}

std::int64_t resolve_time(const Parts& parts, bool up) {
  if (parts.milli_of_day >= 0) return parts.milli_of_day;
  const auto given = [up](int value, int last) { return value == kAbsent ? (up ? last : 0) : value; };
  int hour = parts.hour;
  if (hour == kAbsent && parts.half_day_hour != kAbsent) hour = parts.half_day_hour + (parts.pm == 1 ? 12 : 0);
  return given(hour, 23) * kMillisPerHour + given(parts.minute, 59) * kMillisPerMinute +
         given(parts.second, 59) * kMillisPerSecond + given(parts.millis, 999);
}

bool take_pair(const char* digits, int& value) {
  value = (digits[0] - '0') * 10 + digits[1] - '0';
  return is_digit(digits[0]) && is_digit(digits[1]);
}

/// "2024-01-31T23:59:59Z", which most catalogs write; none for anything else, be it a date or not.
std::optional<EpochMillis> read_instant(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00T00:00:00Z";
  if (text.size() != kShape.size()) return std::nullopt;
  for (const std::size_t at : {4U, 7U, 10U, 13U, 16U, 19U}) {
    if (text[at] != kShape[at]) return std::nullopt;
  }
  const char* const from = text.data();
  int century = 0, year = 0;
  CivilTime time;
  bool digits = take_pair(from, century) && take_pair(from + 2, year) && take_pair(from + 5, time.month);
  digits = digits && take_pair(from + 8, time.day) && take_pair(from + 11, time.hour);
  digits = digits && take_pair(from + 14, time.minute) && take_pair(from + 17, time.second);
  if (!digits) return std::nullopt;
  time.year = century * 100 + year;
  if (time.month < 1 || time.month > 12 || time.day < 1 || time.day > days_in_month(time.year, time.month)) return std::nullopt;
  if (time.hour > 23 || time.minute > 59 || time.second > 59) return std::nullopt;
  return millis_from_civil(time);
}

}  // namespace

std::optional<EpochMillis> parse_with(const DatePattern& pattern, std::string_view text, DateRounding rounding,
                                      const TimeZone& zone) {
  if (pattern.reads_instants && rounding != DateRounding::up) {
    if (const auto instant = read_instant(text)) return instant;
  }
  Parts parts;
  if (!take_steps(pattern.steps, 0, pattern.steps.size(), text, parts) || !text.empty()) return std::nullopt;
  if (parts.has_epoch) return parts.epoch;
  constexpr std::int64_t kLastYear = 292'000'000;  // what fits in 64 bits of milliseconds
  if (parts.year > kLastYear || parts.year < -kLastYear) return std::nullopt;
  if (parts.week_year > kLastYear || parts.week_year < -kLastYear) return std::nullopt;
  std::int64_t days = 0;
  if (!resolve_days(parts, days)) return std::nullopt;
  const EpochMillis local = days * kMillisPerDay + resolve_time(parts, rounding == DateRounding::up);
  return parts.has_offset ? local - parts.offset_seconds * kMillisPerSecond : zone.to_utc(local);
}

}  // namespace aisle::engine
