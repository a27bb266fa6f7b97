#include "loaders/mapping/document_parser.hpp"

#include <gmock/gmock.h>

#include "engine/index/segment/completion_term.hpp"
#include "tests/loaders/mapping/mapping_fixture.hpp"

namespace aisle::loaders {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::mapping;
using testing::refused;
using testing::values;

constexpr const char* kProduct = R"({"properties":{
  "title":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":10}}},
  "brand":{"type":"keyword","copy_to":"all"},"all":{"type":"text"},
  "price":{"type":"double"},"stock":{"type":"integer"},"active":{"type":"boolean"},"added":{"type":"date"},
  "size":{"properties":{"eu":{"type":"byte"}}},"raw":{"type":"object","enabled":false}}})";

TEST(DocumentParser, TakesEveryFieldInTheOrderOfTheSource) {
  EXPECT_THAT(values(kProduct, R"({"title":"Red shoe","brand":"Nike","price":12.5,"stock":3,"active":true,
                                   "added":"2024-01-01","size":{"eu":42}})"),
              ElementsAre("title=Red shoe", "title.keyword=Red shoe", "brand=Nike", "all=Nike", "price=12.5", "stock=3",
                          "active=1", "added=1704067200000", "size.eu=42"));
}

TEST(DocumentParser, ViewsPlainStringsAndUnescapesOthers) {
  const auto made = mapping(kProduct);
  const auto parsed = DocumentParser(made).parse_document("1", R"({"brand":["plain","a\"b\u00e9\n"]})");
  ASSERT_TRUE(parsed.ok());
  const auto& all = parsed->document.values;
  ASSERT_EQ(all.size(), 4U);
  const auto plain = std::get<std::string_view>(all[0].value);
  EXPECT_GE(plain.data(), parsed->document.source.data());
  EXPECT_LT(plain.data(), parsed->document.source.data() + parsed->document.source.size());
  EXPECT_EQ(std::get<std::string_view>(all[2].value), "a\"b\xC3\xA9\n");
  EXPECT_NE(parsed->document.text, nullptr);
}

TEST(DocumentParser, ViewsSurviveMovingTheDocument) {
  const auto made = mapping(kProduct);
  auto parsed = DocumentParser(made).parse_document("1", R"({"brand":"x"})");
  ASSERT_TRUE(parsed.ok());
  const engine::Document moved = std::move(parsed->document);
  EXPECT_EQ(std::get<std::string_view>(moved.values[0].value), "x");
  EXPECT_EQ(moved.source, R"({"brand":"x"})");
}

TEST(DocumentParser, FlattensArraysAndSkipsNulls) {
  EXPECT_THAT(values(kProduct, R"({"stock":[1,[2,null],[[3]]],"size":[{"eu":1},null,{"eu":2}],"price":null,"brand":[]})"),
              ElementsAre("stock=1", "stock=2", "stock=3", "size.eu=1", "size.eu=2"));
}

TEST(DocumentParser, ExpandsDotsInNames) {
  EXPECT_THAT(values(kProduct, R"({"size.eu":7})"), ElementsAre("size.eu=7"));
  EXPECT_EQ(refused(kProduct, R"({"size.":7})").kind, "illegal_argument");
  EXPECT_EQ(refused(kProduct, R"({"brand.x":7})").message, "can't merge a non object mapping [brand] with an object mapping");
}

TEST(DocumentParser, CoercesAsElasticsearchDoes) {
  EXPECT_THAT(values(kProduct, R"({"stock":["5",5.7,"5.7","+5",""],"price":["1e2",3," 4 "],"active":["true","false","",false],
                                   "brand":[5,1.50,true],"title":1e3})"),
              ElementsAre("stock=5", "stock=5", "stock=5", "stock=5", "price=100", "price=3", "price=4", "active=1",
                          "active=0", "active=0", "active=0", "brand=5", "all=5", "brand=1.50", "all=1.50", "brand=true",
                          "all=true", "title=1e3", "title.keyword=1e3"));
}

TEST(DocumentParser, RoundsToTheFieldsPrecision) {
  EXPECT_THAT(values(R"({"properties":{"s":{"type":"scaled_float","scaling_factor":100},"f":{"type":"float"},
                         "h":{"type":"half_float"},"l":{"type":"long"}}})",
                     R"({"s":1.239,"f":16777217,"h":[0.1,65504],"l":9223372036854775807})"),
              ElementsAre("s=1.24", "f=1.67772e+07", "h=0.0999756", "h=65504", "l=9223372036854775807"));
}

TEST(DocumentParser, DropsKeywordsPastIgnoreAbove) {
  EXPECT_THAT(values(kProduct, R"({"title":"12345678901"})"), ElementsAre("title=12345678901"));
  // Ten characters of two bytes each are ten.
  EXPECT_THAT(values(kProduct, R"({"title":"éééééééééé"})"), ElementsAre("title=éééééééééé", "title.keyword=éééééééééé"));
}

TEST(DocumentParser, ReplacesNullsWhereTheMappingSaysSo) {
  const char* json = R"({"properties":{"a":{"type":"keyword","null_value":"NONE"},"b":{"type":"integer","null_value":-1}}})";
  EXPECT_THAT(values(json, R"({"a":null,"b":[1,null]})"), ElementsAre("a=NONE", "b=1", "b=-1"));
}

TEST(DocumentParser, KeepsNothingOfFieldsThatAreNeitherIndexedNorColumns) {
  EXPECT_THAT(values(R"({"properties":{"a":{"type":"text","index":false},"b":{"type":"keyword","index":false}}})",
                     R"({"a":"x","b":"y"})"),
              ElementsAre("b=y"));
}

TEST(DocumentParser, LooksAwayFromDisabledObjectsButValidatesThem) {
  EXPECT_THAT(values(kProduct, R"({"raw":{"a":[1,{"b":"c"}],"d":1e5}})"), IsEmpty());
  EXPECT_THAT(values(kProduct, R"({"raw":"scalar"})"), IsEmpty());
  refused(kProduct, R"({"raw":{"a":tru}})");
  refused(kProduct, R"({"raw":{"a":01}})");
  refused(kProduct, R"({"raw":{"a":"\x"}})");
}

TEST(DocumentParser, WordsItsErrorsAsElasticsearch) {
  const Error text = refused(kProduct, "{\n  \"price\": \"abc\"}");
  EXPECT_EQ(text.message, "failed to parse field [price] of type [double] in document with id '1'. Preview of field's value: 'abc'");
  EXPECT_EQ(text.subject, "number_format_exception: For input string: \"abc\"");
  ASSERT_TRUE(text.position);
  EXPECT_EQ(text.position->line, 2U);
  EXPECT_EQ(text.position->column, 12U);
  EXPECT_EQ(refused(kProduct, R"({"size":{"eu":300}})").subject, "illegal_argument_exception: Value [300] is out of range for a byte");
  EXPECT_EQ(refused(kProduct, R"({"added":"soon"})").subject,
            "illegal_argument_exception: failed to parse date field [soon] with format [strict_date_optional_time||epoch_millis]");
  EXPECT_EQ(refused(kProduct, R"({"active":"yes"})").subject,
            "illegal_argument_exception: Failed to parse value [yes] as only [true] or [false] are allowed.");
  EXPECT_EQ(refused(kProduct, R"({"size":5})").message,
            "object mapping for [size] tried to parse field [size] as object, but found a concrete value");
  EXPECT_THAT(refused(kProduct, R"({"title":{"a":1}})").message, HasSubstr("Preview of field's value: '{\"a\":1}'"));
  EXPECT_EQ(refused(kProduct, R"({"_id":"5"})").kind, "document_parsing");
}

TEST(DocumentParser, TakesCompletionsAsTextsAndObjects) {
  constexpr std::string_view kMapping = R"({"properties": {"s": {"type": "completion"}}})";
  const auto input = [](std::string_view text, std::uint32_t weight) {
    return "s=" + engine::encode_completion_input(text, weight);
  };
  EXPECT_EQ(values(kMapping, R"({"s": "Red shoes"})"), std::vector{input("Red shoes", 1)});
  EXPECT_EQ(values(kMapping, R"({"s": ["a", null, " ", {"weight": "30", "input": ["b", "c"]}]})"),
            (std::vector{input("a", 1), input("b", 30), input("c", 30)}));
  EXPECT_EQ(values(kMapping, R"({"s": {"input": "esc\u0061ped", "weight": 0}})"), std::vector{input("escaped", 0)});
  EXPECT_EQ(values(kMapping, R"({"s": null})"), std::vector<std::string>{});
}

TEST(DocumentParser, WordsFaultsOfCompletionsAsElasticsearch) {
  const auto cause = [](std::string value) {
    const Error error = refused(R"({"properties": {"s": {"type": "completion"}}})", R"({"s": )" + value + "}");
    return error.message + " / " + error.subject;
  };
  EXPECT_THAT(cause("5"), HasSubstr("expected text or object"));
  EXPECT_THAT(cause(R"({"input": 5})"), HasSubstr("input must be a string or an array of strings"));
  EXPECT_THAT(cause(R"({"input": [["a"], {}]})"), HasSubstr("input array must have string or null values"));
  EXPECT_THAT(cause(R"({"input": "a", "weight": 1.5})"), HasSubstr("Weight must be an integer"));
  EXPECT_THAT(cause(R"({"input": "a", "weight": "x"})"), HasSubstr("but was [x]"));
  EXPECT_THAT(cause(R"({"input": "a", "weight": 2147483648})"), HasSubstr("[0..2147483647]"));
  EXPECT_THAT(cause(R"({"input": "a", "contexts": {"a": [{"b": 1}]}})"), HasSubstr("unknown field name [contexts]"));
}

TEST(DocumentParser, SkipsMalformedValuesWhereAllowed) {
  EXPECT_THAT(values(R"({"properties":{"n":{"type":"integer","ignore_malformed":true},"d":{"type":"date","ignore_malformed":true}}})",
                     R"({"n":["x",1,{"a":2}],"d":"never"})"),
              ElementsAre("n=1"));
}

TEST(DocumentParser, RefusesWhatIsNotOneJsonObject) {
  for (const char* source : {"", " ", "[]", "1", "\"a\"", "{", "{\"brand\":\"x\"", "{\"brand\" \"x\"}", "{\"brand\":\"x\",}",
                             "{\"brand\":\"x\"} {}", "{\"brand\":[1,2}", "{\"brand\":\"x\"]", "{brand:1}", "{\"brand\":nul}",
                             "{\"brand\":\"\xff\"}", "{\"brand\":\"a\nb\"}", "{\"brand\":}", "{\"stock\":1 2}", "{,}", "{\"a\":{\"b\":1}"}) {
    refused(kProduct, source);
  }
  std::string deep;
  for (int i = 0; i < 2000; ++i) deep += "{\"a\":";
  refused(R"({"dynamic":false})", deep);
  refused("{}", deep);
  std::string dots = "{\"a";
  for (int i = 0; i < 100'000; ++i) dots += ".a";
  refused("{}", dots + "\":1}");
  std::string arrays = "{\"stock\":" + std::string(5000, '[');
  refused(kProduct, arrays);
}

TEST(DocumentParser, HoldsOneValueInALiveField) {
  const char* json = R"({"properties":{"stock":{"type":"integer","live":true}}})";
  EXPECT_THAT(values(json, R"({"stock":5})"), ElementsAre("stock=5"));
  EXPECT_THAT(refused(json, R"({"stock":[5,6]})").message, HasSubstr("is live"));
}

}  // namespace
}  // namespace aisle::loaders
