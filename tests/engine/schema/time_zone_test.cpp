#include "engine/schema/time_zone.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "engine/schema/civil_date.hpp"

namespace aisle::engine {
namespace {

TEST(TimeZone, ReadsOffsets) {
  EXPECT_TRUE(TimeZone::parse("UTC")->is_utc());
  EXPECT_EQ(TimeZone::parse("+01:00")->offset_ms(0), kMillisPerHour);
  EXPECT_EQ(TimeZone::parse("-0530")->offset_ms(0), -330 * kMillisPerMinute);
  EXPECT_EQ(TimeZone::parse("UTC+2")->offset_ms(0), 2 * kMillisPerHour);
  EXPECT_FALSE(TimeZone::parse("+25:00").ok());
  EXPECT_FALSE(TimeZone::parse("../../etc/passwd").ok());
  EXPECT_FALSE(TimeZone::parse("Nowhere/Land").ok());
}

TEST(TimeZone, KnowsSummerTime) {
  if (!std::filesystem::exists("/usr/share/zoneinfo/Europe/Berlin")) GTEST_SKIP() << "no zoneinfo on this machine";
  const auto berlin = TimeZone::parse("Europe/Berlin");
  ASSERT_TRUE(berlin.ok());
  const EpochMillis winter = millis_from_civil({.year = 2024, .month = 1, .day = 15, .hour = 12});
  const EpochMillis summer = millis_from_civil({.year = 2024, .month = 7, .day = 15, .hour = 12});
  EXPECT_EQ(berlin->offset_ms(winter), kMillisPerHour);
  EXPECT_EQ(berlin->offset_ms(summer), 2 * kMillisPerHour);
  EXPECT_EQ(berlin->to_utc(summer), summer - 2 * kMillisPerHour);
  // 2024-03-31 02:30 does not exist: clocks went from 02:00 to 03:00 at 01:00 UTC.
  const EpochMillis skipped = millis_from_civil({.year = 2024, .month = 3, .day = 31, .hour = 2, .minute = 30});
  EXPECT_EQ(berlin->to_utc(skipped), millis_from_civil({.year = 2024, .month = 3, .day = 31, .hour = 1}));
  // 2024-10-27 02:30 exists twice; the earlier is in summer time.
  const EpochMillis twice = millis_from_civil({.year = 2024, .month = 10, .day = 27, .hour = 2, .minute = 30});
  EXPECT_EQ(berlin->to_utc(twice), twice - 2 * kMillisPerHour);
}

}  // namespace
}  // namespace aisle::engine
