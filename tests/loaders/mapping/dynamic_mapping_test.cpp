#include <gmock/gmock.h>

#include "tests/loaders/mapping/mapping_fixture.hpp"

namespace aisle::loaders {
namespace {

using ::testing::ElementsAre;
using testing::mapping;
using testing::refused;

/// Parses and merges until nothing is unknown; gives the mapping then.
std::string learnt(std::string_view mapping_json, const std::string& source) {
  auto made = mapping(mapping_json);
  for (int round = 0; round < 10; ++round) {
    const auto parsed = DocumentParser(made).parse_document("1", source);
    EXPECT_TRUE(parsed.ok()) << (parsed ? "" : parsed.error().message);
    if (!parsed || parsed->mapping_update.empty()) break;
    auto wider = made->merge(parsed->mapping_update);
    EXPECT_TRUE(wider.ok()) << (wider ? "" : wider.error().message) << parsed->mapping_update;
    if (!wider) break;
    made = *wider;
  }
  return made->to_json();
}

TEST(DynamicMapping, InfersElasticsearchsTypes) {
  EXPECT_EQ(learnt("{}", R"({"a":1,"b":1.5,"c":true,"d":"x","e":null,"f":[],"g":[null,2],"h":{"i":"y"}})"),
            R"({"properties":{"a":{"type":"long"},"b":{"type":"float"},"c":{"type":"boolean"},)"
            R"("d":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}},"g":{"type":"long"},)"
            R"("h":{"properties":{"i":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}}}}}})");
}

TEST(DynamicMapping, DetectsDates) {
  EXPECT_EQ(learnt("{}", R"({"a":"2024-01-01","b":"2024/01/01 10:00:00","c":"2024"})"),
            R"({"properties":{"a":{"type":"date"},"b":{"type":"date","format":"yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis"},)"
            R"("c":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}}}})");
  EXPECT_EQ(learnt(R"({"date_detection":false,"numeric_detection":true})", R"({"a":"2024-01-01","b":"5","c":"1.5"})"),
            R"({"date_detection":false,"numeric_detection":true,"properties":{)"
            R"("a":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}},"b":{"type":"long"},"c":{"type":"float"}}})");
}

TEST(DynamicMapping, AsksTemplatesInOrder) {
  const char* json = R"({"dynamic_templates":[
    {"prices":{"match":"price_*","match_mapping_type":"string","mapping":{"type":"double","store":true}}},
    {"meta":{"path_match":"meta.*","mapping":{"type":"{dynamic_type}","fields":{"{name}":{"type":"keyword"}}}}},
    {"strings":{"match_mapping_type":"string","unmatch":"*_text","mapping":{"type":"keyword"}}},
    {"ints":{"match_mapping_type":"long","mapping":{"type":"integer"}}}]})";
  const auto made = mapping(json);
  const auto parsed = DocumentParser(made).parse_document(
      "1", R"({"price_0":"1.5","meta":{"a":"x"},"b":"y","c_text":"z","d":5})");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->mapping_update,
            R"({"properties":{"price_0":{"type":"double","store":true},"meta":{"type":"object"},)"
            R"("meta.a":{"type":"text","fields":{"a":{"type":"keyword"}}},"b":{"type":"keyword"},)"
            R"("c_text":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}},"d":{"type":"integer"}}})");
  EXPECT_TRUE(made->merge(parsed->mapping_update).ok());
}

TEST(DynamicMapping, TakesAnObjectsMappingFromATemplateFirst) {
  EXPECT_EQ(learnt(R"({"dynamic_templates":[{"o":{"match":"o","mapping":{"properties":{"x":{"type":"keyword"}}}}}]})",
                   R"({"o":{"x":"1","y":2}})"),
            R"({"dynamic_templates":[{"o":{"match":"o","mapping":{"properties":{"x":{"type":"keyword"}}}}}],)"
            R"("properties":{"o":{"properties":{"x":{"type":"keyword"},"y":{"type":"long"}}}}})");
}

TEST(DynamicMapping, ObeysFalseAndStrictWhereTheyStand) {
  EXPECT_EQ(learnt(R"({"dynamic":"false"})", R"({"a":1,"b":{"c":[2]},"d.e":5})"), R"({"dynamic":"false"})");
  const Error strict = refused(R"({"dynamic":"strict"})", R"({"x":1})");
  EXPECT_EQ(strict.kind, "strict_dynamic_mapping");
  EXPECT_EQ(strict.message, "mapping set to strict, dynamic introduction of [x] within [_doc] is not allowed");
  EXPECT_EQ(refused(R"({"properties":{"o":{"dynamic":"strict","properties":{}}}})", R"({"free":1,"o":{"x":1}})").message,
            "mapping set to strict, dynamic introduction of [x] within [o] is not allowed");
}

TEST(DynamicMapping, MakesTheTargetsOfCopyTo) {
  EXPECT_EQ(learnt(R"({"properties":{"a":{"type":"keyword","copy_to":"all"}}})", R"({"a":"x"})"),
            R"({"properties":{"a":{"type":"keyword","copy_to":["all"]},)"
            R"("all":{"type":"text","fields":{"keyword":{"type":"keyword","ignore_above":256}}}}})");
}

TEST(DynamicMapping, MapsDottedNamesAsObjects) {
  EXPECT_EQ(learnt("{}", R"({"a.b":1,"a":{"c":2},"x.y.z":true})"),
            R"({"properties":{"a":{"properties":{"b":{"type":"long"},"c":{"type":"long"}}},)"
            R"("x":{"properties":{"y":{"properties":{"z":{"type":"boolean"}}}}}}})");
}

}  // namespace
}  // namespace aisle::loaders
