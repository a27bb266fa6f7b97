#pragma once
// The proleptic Gregorian calendar as arithmetic on day numbers; no tables, no locale, no failure.

#include <cstdint>

#include "base/clock.hpp"

namespace aisle::engine {

inline constexpr std::int64_t kMillisPerSecond = 1'000;
inline constexpr std::int64_t kMillisPerMinute = 60 * kMillisPerSecond;
inline constexpr std::int64_t kMillisPerHour = 60 * kMillisPerMinute;
inline constexpr std::int64_t kMillisPerDay = 24 * kMillisPerHour;

/// A date and time of day without a zone.
struct CivilTime {
  std::int64_t year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
};

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
constexpr std::int64_t floor_mod(std::int64_t a, std::int64_t b) { return a - floor_div(a, b) * b; }

/// Days since 1970-01-01. The year is shifted to begin in March, so that the leap day is its last.
constexpr std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

constexpr bool is_leap_year(std::int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

constexpr int days_in_month(std::int64_t year, int month) {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// 1 = Monday .. 7 = Sunday, as ISO 8601 counts.
constexpr int iso_weekday(std::int64_t days) { return static_cast<int>(floor_mod(days + 3, 7)) + 1; }

/// The Monday that begins ISO week 1 of `year`, in days since 1970-01-01.
constexpr std::int64_t first_iso_week_monday(std::int64_t year) {
  const std::int64_t fourth = days_from_civil(year, 1, 4);
  return fourth - (iso_weekday(fourth) - 1);
}

constexpr CivilTime civil_from_millis(EpochMillis millis) {
  CivilTime civil;
  const std::int64_t days = floor_div(millis, kMillisPerDay) + 719'468;
  const std::int64_t era = floor_div(days, 146'097);
  const std::int64_t day_of_era = days - era * 146'097;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  civil.day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  civil.month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  civil.year = year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0);
  const std::int64_t of_day = floor_mod(millis, kMillisPerDay);
  civil.hour = static_cast<int>(of_day / kMillisPerHour);
  civil.minute = static_cast<int>(of_day / kMillisPerMinute % 60);
  civil.second = static_cast<int>(of_day / kMillisPerSecond % 60);
  civil.millisecond = static_cast<int>(of_day % kMillisPerSecond);
  return civil;
}

constexpr EpochMillis millis_from_civil(const CivilTime& civil) {
  return days_from_civil(civil.year, civil.month, civil.day) * kMillisPerDay + civil.hour * kMillisPerHour +
         civil.minute * kMillisPerMinute + civil.second * kMillisPerSecond + civil.millisecond;
}

}  // namespace aisle::engine
