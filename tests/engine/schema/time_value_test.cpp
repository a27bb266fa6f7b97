#include "engine/schema/time_value.hpp"

#include <gtest/gtest.h>

namespace aisle::engine {
namespace {

TEST(TimeValue, ReadsEveryUnit) {
  EXPECT_EQ(*parse_time_value("14d", "x"), 14LL * 24 * 3600 * 1000);
  EXPECT_EQ(*parse_time_value("2h", "x"), 7'200'000);
  EXPECT_EQ(*parse_time_value("5m", "x"), 300'000);
  EXPECT_EQ(*parse_time_value("30s", "x"), 30'000);
  EXPECT_EQ(*parse_time_value("500ms", "x"), 500);
  EXPECT_EQ(*parse_time_value("5000micros", "x"), 5);
  EXPECT_EQ(*parse_time_value("3000000nanos", "x"), 3);
  EXPECT_EQ(*parse_time_value("1.5s", "x"), 1500);
  EXPECT_EQ(*parse_time_value("-1", "x"), -1);
  EXPECT_EQ(*parse_time_value("0", "x"), 0);
}

TEST(TimeValue, AsksForAUnit) {
  EXPECT_EQ(parse_time_value("30", "index.refresh_interval").error().message,
            "failed to parse setting [index.refresh_interval] with value [30] as a time value: unit is missing or "
            "unrecognized");
  EXPECT_FALSE(parse_time_value("s", "x").ok());
  EXPECT_FALSE(parse_time_value("", "x").ok());
  EXPECT_FALSE(parse_time_value("1e300d", "x").ok());
}

}  // namespace
}  // namespace aisle::engine
