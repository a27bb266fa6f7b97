#include "engine/schema/date_format.hpp"

#include <gtest/gtest.h>

#include <random>

#include "engine/schema/civil_date.hpp"

namespace aisle::engine {
namespace {

constexpr EpochMillis kFirstOf2024 = 1'704'067'200'000;

EpochMillis parsed(std::string_view text, std::string_view format = "", DateParseOptions options = {}) {
  const auto date = parse_date(text, format, options);
  EXPECT_TRUE(date.ok()) << text << ": " << (date ? "" : date.error().message);
  return date ? *date : -1;
}

std::string refused(std::string_view text, std::string_view format = "") {
  const auto date = parse_date(text, format);
  EXPECT_FALSE(date.ok()) << text;
  return date ? "" : date.error().message;
}

TEST(DateFormat, ReadsTheDefaultFormatWithAnyPartMissing) {
  EXPECT_EQ(parsed("2024"), kFirstOf2024);
  EXPECT_EQ(parsed("2024-01"), kFirstOf2024);
  EXPECT_EQ(parsed("2024-01-01"), kFirstOf2024);
  EXPECT_EQ(parsed("2024-01-01T"), kFirstOf2024);
  EXPECT_EQ(parsed("2024-01-01T00"), kFirstOf2024);
  EXPECT_EQ(parsed("2024-01-01T00:00Z"), kFirstOf2024);
  EXPECT_EQ(parsed("2024-01-01T01:00:00.123+01:00"), kFirstOf2024 + 123);
  EXPECT_EQ(parsed("2024-01-01T00:00:00,5Z"), kFirstOf2024 + 500);
  EXPECT_EQ(parsed("2024-01-01T00:00:00.123456789Z"), kFirstOf2024 + 123);
  EXPECT_EQ(parsed("2023-12-31T19:00:00-0500"), kFirstOf2024);
}

TEST(DateFormat, ReadsInstantsAsThePatternDoes) {
  const auto fast = *DateFormat::compile("strict_date_optional_time");
  const auto plain = *DateFormat::compile("iso8601");  // the same pattern, read step by step
  std::mt19937 random(5);
  for (int round = 0; round < 100'000; ++round) {
    std::string text = *format_date(static_cast<EpochMillis>(random() % 4'000'000'000'000ULL), "uuuu-MM-dd'T'HH:mm:ss'Z'");
    if (round % 2 == 1) text[random() % text.size()] = "0123456789-:TZ+. "[random() % 17];
    for (const DateRounding rounding : {DateRounding::none, DateRounding::up}) {
      ASSERT_EQ(fast.parse_exact(text, rounding), plain.parse_exact(text, rounding)) << text;
    }
  }
  EXPECT_EQ(fast.parse_exact("2024-02-29T12:00:00Z"), plain.parse_exact("2024-02-29T12:00:00Z"));
  EXPECT_FALSE(fast.parse_exact("2023-02-29T12:00:00Z"));
}

TEST(DateFormat, ReadsNumbersAsEpochMilliseconds) {
  EXPECT_EQ(parsed("1704067200000"), kFirstOf2024);
  EXPECT_EQ(parsed("-1"), -1);
  EXPECT_EQ(parsed("1704067200.25", "epoch_second"), kFirstOf2024 + 250);
}

TEST(DateFormat, RefusesWhatIsNoDateInElasticsearchsWords) {
  EXPECT_EQ(refused("abc"), "failed to parse date field [abc] with format [strict_date_optional_time||epoch_millis]");
  refused("2024-13-01");
  refused("2024-02-30");
  refused("2024-1-1");
  refused("2024-01-01 00:00:00");
  refused("2024-01-01T25:00");
  refused("");
}

TEST(DateFormat, TakesFewerDigitsWhereTheNameIsNotStrict) {
  EXPECT_EQ(parsed("2024-1-1", "date_optional_time"), kFirstOf2024);
  EXPECT_EQ(parsed("2024-1-1", "date"), kFirstOf2024);
  refused("2024-1-1", "strict_date");
}

TEST(DateFormat, ReadsJavaPatterns) {
  EXPECT_EQ(parsed("2024-01-01 00:00:01", "yyyy-MM-dd HH:mm:ss"), kFirstOf2024 + 1000);
  EXPECT_EQ(parsed("01/Jan/2024:00:00:00 +0000", "dd/MMM/yyyy:HH:mm:ss Z"), kFirstOf2024);
  EXPECT_EQ(parsed("20240101", "basic_date"), kFirstOf2024);
  EXPECT_EQ(parsed("20240101", "yyyyMMdd"), kFirstOf2024);
  EXPECT_EQ(parsed("2024-01-01T00:00:00.007Z", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX"), kFirstOf2024 + 7);
  EXPECT_EQ(parsed("12:30:00", "HH:mm:ss"), 12 * kMillisPerHour + 30 * kMillisPerMinute);
  EXPECT_EQ(parsed("1/1/24 1:05 PM", "M/d/yy h:mm a"), kFirstOf2024 + 13 * kMillisPerHour + 5 * kMillisPerMinute);
  EXPECT_EQ(parsed("it's 2024", "'it''s' yyyy"), kFirstOf2024);
  EXPECT_EQ(parsed("2024-W01-1", "strict_week_date"), kFirstOf2024);
  EXPECT_EQ(parsed("2024-001", "ordinal_date"), kFirstOf2024);
}

TEST(DateFormat, TriesAlternativesInOrder) {
  const char* format = "yyyy-MM-dd HH:mm:ss||yyyy-MM-dd||epoch_millis";
  EXPECT_EQ(parsed("2024-01-01 00:00:00", format), kFirstOf2024);
  EXPECT_EQ(parsed("2024-01-01", format), kFirstOf2024);
  EXPECT_EQ(parsed("1704067200000", format), kFirstOf2024);
}

TEST(DateFormat, RoundsMissingTimeUpButNotMissingMonths) {
  EXPECT_EQ(parsed("2024-01-01", "", {.rounding = DateRounding::up}), kFirstOf2024 + kMillisPerDay - 1);
  EXPECT_EQ(parsed("2024-01", "", {.rounding = DateRounding::up}), kFirstOf2024 + kMillisPerDay - 1);
  EXPECT_EQ(parsed("2024-01-01T00:00", "", {.rounding = DateRounding::up}), kFirstOf2024 + kMillisPerMinute - 1);
}

TEST(DateMath, AddsSubtractsAndRounds) {
  const DateParseOptions options{.now = kFirstOf2024 + 5 * kMillisPerHour};
  EXPECT_EQ(parsed("now", "", options), options.now);
  EXPECT_EQ(parsed("now-1d/d", "", options), kFirstOf2024 - kMillisPerDay);
  EXPECT_EQ(parsed("now+1h", "", options), options.now + kMillisPerHour);
  EXPECT_EQ(parsed("2024-01-31||+1M/d"), kFirstOf2024 + 59 * kMillisPerDay);
  EXPECT_EQ(parsed("2024-01-01||+d"), kFirstOf2024 + kMillisPerDay);
  EXPECT_EQ(parsed("2024-01-03||/w"), kFirstOf2024);
  const DateParseOptions up{.rounding = DateRounding::up, .now = options.now};
  EXPECT_EQ(parsed("now/d", "", up), kFirstOf2024 + kMillisPerDay - 1);
  EXPECT_EQ(parsed("now/M", "", up), kFirstOf2024 + 31 * kMillisPerDay - 1);
}

TEST(DateMath, NamesWhatItDoesNotUnderstand) {
  EXPECT_EQ(refused("now*1d"), "operator not supported for date math [*1d]");
  EXPECT_EQ(refused("now+1x"), "unit [x] not supported for date math [+1x]");
  EXPECT_EQ(refused("now+1"), "truncated date math [+1]");
  EXPECT_EQ(refused("now/2d"), "rounding `/` can only be used on single unit types [/2d]");
  refused("now+99999999999d");
}

TEST(DateFormat, WritesTheFirstAlternative) {
  EXPECT_EQ(*format_date(kFirstOf2024, ""), "2024-01-01T00:00:00.000Z");
  EXPECT_EQ(*format_date(kFirstOf2024 + 1, "yyyy-MM-dd HH:mm:ss.SSS"), "2024-01-01 00:00:00.001");
  EXPECT_EQ(*format_date(kFirstOf2024, "epoch_millis"), "1704067200000");
  EXPECT_EQ(*format_date(kFirstOf2024 + 250, "epoch_second"), "1704067200.25");
  EXPECT_EQ(*format_date(kFirstOf2024, "EEE, d MMM yyyy"), "Mon, 1 Jan 2024");
  EXPECT_EQ(*format_date(kFirstOf2024, "", TimeZone::fixed(3600)), "2024-01-01T01:00:00.000+01:00");
}

TEST(DateFormat, RefusesBadPatterns) {
  EXPECT_EQ(DateFormat::compile("yyyy-bb").error().message, "Invalid format: [yyyy-bb]: Unknown pattern letter: b");
  EXPECT_FALSE(DateFormat::compile("yyyy'T").ok());
  EXPECT_FALSE(DateFormat::compile("yyyy]").ok());
  EXPECT_FALSE(DateFormat::compile("").ok());
  EXPECT_FALSE(DateFormat::compile("date||").ok());
}

TEST(DateFormat, WhatItWritesItReads) {
  std::mt19937_64 random(20261122);  // fixed seed
  for (int i = 0; i < 2000; ++i) {
    const EpochMillis date = static_cast<EpochMillis>(random() % 4'000'000'000'000) - 1'000'000'000'000;
    for (const char* format : {"", "strict_date_time", "yyyy-MM-dd HH:mm:ss.SSS", "strict_week_date_time",
                               "strict_ordinal_date_time", "epoch_millis", "basic_date_time"}) {
      const std::string text = *format_date(date, format);
      ASSERT_EQ(parsed(text, format), date) << text << " as " << format;
    }
  }
}

TEST(CivilDate, AgreesWithCountingDayByDay) {
  int year = 1890, month = 1, day = 1;
  for (std::int64_t days = days_from_civil(1890, 1, 1); days < days_from_civil(2110, 1, 1); ++days) {
    const CivilTime civil = civil_from_millis(days * kMillisPerDay);
    ASSERT_EQ(civil.year, year);
    ASSERT_EQ(civil.month, month);
    ASSERT_EQ(civil.day, day);
    if (++day > days_in_month(year, month)) {
      day = 1;
      if (++month > 12) month = 1, ++year;
    }
  }
}

}  // namespace
}  // namespace aisle::engine
