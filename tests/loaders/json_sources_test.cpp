#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "read_all.hpp"

namespace aisle::loaders {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::read_all;

TEST(NdjsonSource, ReadsOneObjectPerLineAndSkipsBlankLines) {
  const auto seen = read_all("\xEF\xBB\xBF{\"id\":1}\r\n\n  {\"id\":2}  \n{\"id\":3}");
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"id\":1}", "{\"id\":2}", "{\"id\":3}"));
  EXPECT_TRUE(seen.errors.empty());
  EXPECT_EQ(seen.records[1].where.line, 3u);
  EXPECT_EQ(seen.records[1].where.byte, 16u);
}

TEST(NdjsonSource, ReportsABadLineAndGoesOn) {
  const auto seen = read_all("{\"a\":1}\n{\"a\":\n{\"a\":2}\n[1]\n{\"a\":3}\n");
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":1}", "{\"a\":2}", "{\"a\":3}"));
  ASSERT_EQ(seen.errors.size(), 2u);
  EXPECT_EQ(seen.errors[0].position->line, 2u);
  EXPECT_EQ(seen.errors[0].position->byte, 8u);
  EXPECT_THAT(seen.errors[1].message, HasSubstr("not a JSON object"));
}

TEST(NdjsonSource, DoesNotTakeTheFirstBadLineForAnIndentedFile) {
  const auto seen = read_all("{\"a\":\n{\"a\":2}\n");
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":2}"));
  EXPECT_EQ(seen.errors.size(), 1u);
}

TEST(NdjsonSource, AcceptsIntegersOfAnySize) {
  const auto seen = read_all("{\"a\":123456789012345678901234567890}\n");
  EXPECT_EQ(seen.records.size(), 1u);
  EXPECT_TRUE(seen.errors.empty());
}

TEST(NdjsonSource, DoesNotTakeANulForTheEnd) {
  const auto seen = read_all(std::string("{\"a\":1}\0x\n{\"a\":2}\n", 18), [] {
    SourceOptions options;
    options.format = InputFormat::ndjson;
    return options;
  }());
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":2}"));
  EXPECT_EQ(seen.errors.size(), 1u);
}

TEST(NdjsonSource, RefusesInvalidUtf8AndDepth) {
  const auto seen = read_all("{\"a\":\"\xff\"}\n{\"a\":" + std::string(2000, '[') + std::string(2000, ']') + "}\n{\"a\":1}\n");
  EXPECT_EQ(seen.errors.size(), 2u);
  EXPECT_EQ(seen.records.size(), 1u);
}

TEST(NdjsonSource, ReportsALongRecordAndGoesOn) {
  SourceOptions options;
  options.max_record_bytes = 1000;
  const auto seen = read_all("{\"a\":1}\n{\"a\":\"" + std::string(2'000'000, 'x') + "\"}\n{\"a\":2}\n", options, 777);
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":1}", "{\"a\":2}"));
  ASSERT_EQ(seen.errors.size(), 1u);
  EXPECT_EQ(seen.errors[0].code, ErrorCode::resource_exhausted);
  EXPECT_EQ(seen.errors[0].position->line, 2u);
}

TEST(JsonSource, StreamsAnArray) {
  const auto seen = read_all("[{\"a\":1},{\"a\":{\"b\":[1,2,\"]}\"]}}\n,\n{\"a\":\"\\\"{\"}]\n");
  EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":1}", "{\"a\":{\"b\":[1,2,\"]}\"]}}", "{\"a\":\"\\\"{\"}"));
  EXPECT_TRUE(seen.errors.empty());
}

TEST(JsonSource, PutsAnIndentedRecordOnOneLine) {
  const auto seen = read_all("{\n  \"a\": 1,\n  \"b\": [\n    {\n      \"c\": 2\n    }\n  ]\n}\n{\n  \"a\": 2\n}\n");
  ASSERT_EQ(seen.records.size(), 2u);
  EXPECT_EQ(seen.records[0].json.find('\n'), std::string::npos);
  EXPECT_EQ(seen.records[1].where.line, 9u);
}

TEST(JsonSource, LosesOnlyTheBrokenRecordOfAFileWithARecordPerLine) {
  for (const std::string broken : {"{\"a\":2", "{\"a\":\"2}", "{\"a\":}", "{\"a\":[1}", "null", "\"x\""}) {
    for (const std::size_t piece : {1, 7, 100'000}) {
      const auto seen = read_all("[\n{\"a\":1},\n" + broken + ",\n{\"a\":3},\n{\"a\":4}\n]\n", {}, piece);
      EXPECT_THAT(seen.jsons(), ElementsAre("{\"a\":1}", "{\"a\":3}", "{\"a\":4}")) << broken;
      ASSERT_EQ(seen.errors.size(), 1u) << broken << seen.errors[1].message;
      EXPECT_EQ(seen.errors[0].position->line, 3u);
    }
  }
}

TEST(JsonSource, NeverTakesANestedObjectForARecord) {
  const auto seen = read_all(
      "[\n  {\n    \"a\": \"x,\n    \"b\": [\n      {\n        \"c\": 1\n      }\n    ]\n  },\n  {\n    \"a\": 2\n  }\n]\n");
  ASSERT_EQ(seen.records.size(), 1u);
  EXPECT_THAT(seen.records[0].json, HasSubstr("\"a\": 2"));
  EXPECT_EQ(seen.errors.size(), 1u);
}

TEST(JsonSource, SaysWhenTheArrayIsCutOff) {
  const auto seen = read_all("[{\"a\":1},{\"a\":2}");
  EXPECT_EQ(seen.records.size(), 2u);
  ASSERT_EQ(seen.errors.size(), 1u);
  EXPECT_THAT(seen.errors[0].message, HasSubstr("not closed"));
}

TEST(RecordSource, FindsTheFormatByItself) {
  EXPECT_EQ(read_all("").records.size(), 0u);
  EXPECT_EQ(read_all("[]").errors.size(), 0u);
  EXPECT_EQ(read_all("name\nshoe\n").jsons().at(0), "{\"name\":\"shoe\"}");
  EXPECT_EQ(read_all(std::string("\x7f" "ELF\0\0", 6)).errors.at(0).code, ErrorCode::invalid_argument);
}

TEST(RecordSource, SaysWhichFileIsMissingAndReadsTheOthers) {
  auto source = open_record_sources({"/nonexistent/a.ndjson", "/dev/null"}, {});
  const auto seen = testing::read_all(*source);
  ASSERT_EQ(seen.errors.size(), 1u);
  EXPECT_EQ(seen.errors[0].code, ErrorCode::not_found);
}

}  // namespace
}  // namespace aisle::loaders
