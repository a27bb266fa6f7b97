#include "base/json/json_document.hpp"

#include <gtest/gtest.h>

#include <string>

namespace aisle::loaders {
namespace {

TEST(JsonDocument, ReadsEveryKindOfValue) {
  auto document = JsonDocument::parse(R"({"a":[1,-2.5,"x\ny",true,null],"b":{"c":1e3}})");
  ASSERT_TRUE(document.ok());
  const JsonValue root = document->root();
  ASSERT_TRUE(root.is_object());
  EXPECT_EQ(root.size(), 2u);
  std::vector<JsonType> types;
  for (const JsonValue element : root.find("a")->elements()) types.push_back(element.type());
  EXPECT_EQ(types, (std::vector<JsonType>{JsonType::number, JsonType::number, JsonType::string, JsonType::boolean,
                                          JsonType::null}));
  EXPECT_EQ(root.find("b")->find("c")->as_int64(), 1000);
  EXPECT_FALSE(root.find("nothing").has_value());
}

TEST(JsonDocument, UnescapesStringsAndKeepsTheirBytes) {
  auto document = JsonDocument::parse(R"({"k\"ey":"a\u00e9\"b"})");
  ASSERT_TRUE(document.ok());
  for (const JsonMember member : document->root().members()) {
    EXPECT_EQ(member.name, "k\"ey");
    EXPECT_EQ(member.value.text(), "a\xc3\xa9\"b");
    EXPECT_EQ(member.value.raw(), R"("a\u00e9\"b")");
    EXPECT_EQ(member.name_value.raw(), R"("k\"ey")");
  }
}

TEST(JsonDocument, KnowsLineAndColumn) {
  auto document = JsonDocument::parse("{\n  \"query\": {\n    \"foo\": 1}}");
  ASSERT_TRUE(document.ok());
  const JsonValue query = *document->root().find("query");
  EXPECT_EQ(query.position().line, 2u);
  EXPECT_EQ(query.position().column, 12u);
  EXPECT_EQ(query.find("foo")->position().line, 3u);
  EXPECT_EQ(query.raw(), "{\n    \"foo\": 1}");
}

TEST(JsonDocument, KeepsIntegersBeyondDoublesExact) {
  auto document = JsonDocument::parse("[9223372036854775807, 9223372036854775808, 5.0]");
  ASSERT_TRUE(document.ok());
  std::vector<JsonValue> values;
  for (const JsonValue value : document->root().elements()) values.push_back(value);
  EXPECT_EQ(values[0].as_int64(), 9223372036854775807LL);
  EXPECT_FALSE(values[1].as_int64().has_value());
  EXPECT_EQ(values[2].as_int64(), 5);
}

TEST(JsonDocument, RefusesWithAPosition) {
  const auto refused = [](std::string_view text) {
    auto document = JsonDocument::parse(text);
    EXPECT_FALSE(document.ok()) << text;
    return document.ok() ? Position{} : *document.error().position;
  };
  EXPECT_EQ(refused("{\"a\":1,\n\"a\":2}").line, 2u);
  refused("");
  refused("{");
  refused("[1,]");
  refused("{} x");
  refused("\"\xff\"");
  refused("[01]");
  refused("NaN");
}

TEST(JsonDocument, BoundsDepthAndNodes) {
  const std::string deep(100'000, '[');
  auto nested = JsonDocument::parse(deep);
  ASSERT_FALSE(nested.ok());
  EXPECT_NE(nested.error().message.find("100 levels"), std::string::npos);
  JsonLimits limits;
  limits.max_nodes = 10;
  EXPECT_FALSE(JsonDocument::parse("[1,2,3,4,5,6,7,8,9,10,11]", limits).ok());
}

TEST(JsonDocument, RefusesExponentsThatNoDoubleHolds) {
  EXPECT_FALSE(JsonDocument::parse("[1e400]").ok());
  EXPECT_FALSE(JsonDocument::parse("[1e99999999999999999999]").ok());
  EXPECT_TRUE(JsonDocument::parse("[0.1e-99999999999999999999]").ok());
}

TEST(JsonDocument, DoesNotTakeAZeroByteForTheEnd) {
  using std::string_view_literals::operator""sv;
  EXPECT_FALSE(JsonDocument::parse("{}\0garbage"sv).ok());
  EXPECT_FALSE(JsonDocument::parse("{}\0"sv).ok());
  EXPECT_TRUE(JsonDocument::parse("{} \n").ok());
}

}  // namespace
}  // namespace aisle::loaders
