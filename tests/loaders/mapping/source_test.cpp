#include <gtest/gtest.h>

#include <random>

#include "loaders/mapping/source_filter.hpp"
#include "loaders/mapping/source_merge.hpp"

namespace aisle::loaders {
namespace {

std::string filtered(std::vector<std::string> includes, std::vector<std::string> excludes,
                     std::string_view source = R"({"a": 1, "b": {"c": [1, 2], "d": "x\"}"}, "e": [{"f": 1, "g": 2}, 3], "h": {}})") {
  std::string out;
  SourceFilter(std::move(includes), std::move(excludes)).append_filtered(source, out);
  return out;
}

TEST(SourceFilter, ShowsWhatIsIncludedAndAllBelowIt) {
  EXPECT_EQ(filtered({"a"}, {}), R"({"a":1})");
  EXPECT_EQ(filtered({"b"}, {}), R"({"b":{"c": [1, 2], "d": "x\"}"}})");
  EXPECT_EQ(filtered({"b.c"}, {}), R"({"b":{"c":[1, 2]}})");
  EXPECT_EQ(filtered({"e.f"}, {}), R"({"e":[{"f":1}]})");
  EXPECT_EQ(filtered({"*.d", "h"}, {}), R"({"b":{"d":"x\"}"},"h":{}})");
  EXPECT_EQ(filtered({"b.*"}, {}), R"({"b":{"c":[1, 2],"d":"x\"}"}})");
  EXPECT_EQ(filtered({"nothing"}, {}), "{}");
}

TEST(SourceFilter, HidesWhatIsExcludedAndAllBelowIt) {
  EXPECT_EQ(filtered({}, {"b", "e"}), R"({"a":1,"h":{}})");
  EXPECT_EQ(filtered({}, {"b.c", "e.f"}), R"({"a":1,"b":{"d":"x\"}"},"e":[{"g":2},3],"h":{}})");
  EXPECT_EQ(filtered({"b"}, {"*.c"}), R"({"b":{"d":"x\"}"}})");
  EXPECT_EQ(filtered({}, {"*"}), "{}");
}

/// Names of whole members have a walk of their own; a pattern that can match nothing sends the same names through the
/// general one.
TEST(SourceFilter, CopiesNamedMembersAsTheGeneralWalkDoes) {
  std::mt19937 random(11);  // fixed seed
  const std::vector<std::string> pieces = {"{", "}", "[", "]", "\"a\"", "\"b\"", "\"a.b\"", "\"\\u0061\"", "\"x\\\"y\"", ":", ":", ":", ",", ",",
                                           "1", "-2.5e3", "true", " ", "\n", "\\", "\"", "\"ab\""};
  const std::vector<std::vector<std::string>> lists = {{"a"}, {"b", "a"}, {"ab", "x\"y"}, {"nothing"}, {""}};
  for (int i = 0; i < 60'000; ++i) {
    std::string text = random() % 4 ? "{" : "";
    for (auto n = random() % 24; n > 0; --n) text += pieces[random() % pieces.size()];
    if (random() % 2) text += "}";
    const auto& names = lists[random() % lists.size()];
    ASSERT_EQ(filtered(names, {}, text), filtered(names, {"\x01"}, text)) << text;
  }
  const std::string sound = R"({"a": [1, {"b": 2}], "c": "d\"e", "b" : {"a": 1}, "a.b": 3, "n": -1.5e-3, "\u0061": 7})";
  EXPECT_EQ(filtered({"b", "a"}, {}, sound), R"({"a":[1, {"b": 2}],"b":{"a": 1},"\u0061":7})");
  EXPECT_EQ(filtered({"n"}, {}, sound), R"({"n":-1.5e-3})");
}

TEST(SourceFilter, CopiesEverythingWithoutPatterns) {
  std::string out;
  SourceFilter().append_filtered(R"({ "a" : 1 })", out);
  EXPECT_EQ(out, R"({ "a" : 1 })");
}

TEST(SourceFilter, EndsOnAnyBytes) {
  std::mt19937 random(7);  // fixed seed
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (int n = static_cast<int>(random() % 40); n > 0; --n) text += "{}[]\",:a1\\ "[random() % 11];
    filtered({"a.*"}, {"*b"}, text);
    std::string out;
    append_patched(text, {{"a", "1"}, {"a.b", "2"}}, out);
  }
}

std::string merged(std::string_view source, std::string_view partial, bool changed) {
  const auto document = JsonDocument::parse(partial);
  const auto result = merge_source(source, document->root());
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result->changed, changed) << partial;
  return result->source;
}

TEST(SourceMerge, MergesObjectsAndReplacesTheRest) {
  EXPECT_EQ(merged(R"({"a":1,"b":{"c":1,"d":[1,2]}})", R"({"b":{"d":[3]},"e":null})", true),
            R"({"a":1,"b":{"c":1,"d":[3]},"e":null})");
  EXPECT_EQ(merged(R"({"a":{"b":1}})", R"({"a":5})", true), R"({"a":5})");
}

TEST(SourceMerge, SeesThatNothingChanges) {
  merged(R"({"a":1,"b":{"c":[1,{"x":1,"y":2}]}})", R"({"b":{"c":[1,{"y":2,"x":1}]}})", false);
  merged(R"({"a":1})", R"({})", false);
  merged(R"({"a":1})", R"({"a":1.0})", true);
  merged(R"({"a":[1,2]})", R"({"a":[2,1]})", true);
}

TEST(SourceMerge, WritesLiveValuesInTheirPlaces) {
  std::string out;
  append_patched(R"({"stock": 5, "size": {"eu": 1}, "x": [1]})",
                 {{"stock", "4"}, {"size.us", "9"}, {"price", "1.5"}, {"far.away", "true"}}, out);
  EXPECT_EQ(out, R"({"stock":4,"size":{"eu":1,"us":9},"x":[1],"price":1.5,"far.away":true})");
  out.clear();
  append_patched(R"({"size.eu":1})", {{"size.eu", "null"}}, out);
  EXPECT_EQ(out, R"({"size.eu":null})");
}

}  // namespace
}  // namespace aisle::loaders
