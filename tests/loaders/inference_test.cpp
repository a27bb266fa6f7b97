#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "loaders/inference/mapping_inference.hpp"
#include "loaders/inference/value_shapes.hpp"

namespace aisle::loaders {
namespace {

// Looks into an inferred body: at("/mappings/properties/price/type").
class Inferred {
 public:
  explicit Inferred(const MappingInference& inference) : mapping(inference.infer()) {}
  std::string at(const std::string& pointer) const {
    simdjson::dom::parser parser;
    simdjson::dom::element value;
    if (parser.parse(mapping.body).at_pointer(pointer).get(value) != simdjson::SUCCESS) return "";
    if (value.is_string()) return std::string(value.get_string().value());
    return simdjson::minify(value);
  }
  std::string type(const std::string& field) const { return at("/mappings/properties/" + field + "/type"); }
  std::string parameter(const std::string& field, const std::string& name) const {
    return at("/mappings/properties/" + field + "/" + name);
  }
  InferredMapping mapping;
};

template <class Make>
Inferred infer(int records, Make make) {
  MappingInference inference;
  for (int i = 0; i < records; ++i) inference.add(make(i));
  return Inferred(inference);
}

TEST(MappingInference, GivesEachScalarItsType) {
  const auto found = infer(3, [](int i) {
    return fmt::format(R"({{"flag":true,"count":{},"weight":{}.5,"added":"2026-01-1{}T10:00:00Z","mixed":{}}})", i, i, i,
                       i == 0 ? "1" : "1.5");
  });
  EXPECT_EQ(found.type("flag"), "boolean");
  EXPECT_EQ(found.type("count"), "long");
  EXPECT_EQ(found.type("weight"), "double");
  EXPECT_EQ(found.type("added"), "date");
  EXPECT_EQ(found.type("mixed"), "double");
}

TEST(MappingInference, DoesNotCallAFieldADateForItsNameOrItsFirstValue) {
  const auto found = infer(3, [](int i) { return fmt::format(R"({{"name":"{}","date":"{}"}})", i ? "shoe" : "2017-01-01", i ? "soon" : "2017-01-01"); });
  EXPECT_EQ(found.type("name"), "text");
  EXPECT_EQ(found.type("date"), "text");
}

TEST(MappingInference, GivesTheTitleAnAutocompleteField) {
  const auto found = infer(3, [](int i) { return fmt::format(R"({{"title":"running shoe number {}"}})", i); });
  EXPECT_EQ(found.type("title"), "text");
  EXPECT_EQ(found.parameter("title", "fields/keyword/ignore_above"), "256");
  EXPECT_EQ(found.parameter("title", "fields/autocomplete/search_analyzer"), "standard");
  EXPECT_EQ(found.at("/settings/analysis/filter/autocomplete_edges/type"), "edge_ngram");
  EXPECT_EQ(found.at("/settings/analysis/filter/autocomplete_edges/max_gram"), "15");
}

TEST(MappingInference, IndexesEveryLevelOfACategoryPath) {
  const auto found = infer(20, [](int i) { return fmt::format(R"({{"category":"Shoes > Men > Leaf {}","categories":["Shoes","Men {}"]}})", i, i); });
  EXPECT_EQ(found.type("category"), "text");
  EXPECT_EQ(found.parameter("category", "analyzer"), "category_path");
  EXPECT_EQ(found.parameter("category", "search_analyzer"), "keyword");
  EXPECT_EQ(found.parameter("category", "fielddata"), "true");
  EXPECT_EQ(found.parameter("category", "fields/text/type"), "text");
  EXPECT_EQ(found.at("/settings/analysis/tokenizer/category_levels/delimiter"), ">");
  EXPECT_EQ(found.type("categories"), "keyword");
}

TEST(MappingInference, TellsCodesEnumerationsAndProseApart) {
  const auto found = infer(200, [](int i) {
    return fmt::format(R"({{"ean":"00{}","part":"AB-{}","attr_color":"{}","note":"{} words for shoppers","url":"https://x.example/{}.jpg","description":"{}","brand":"{}"}})",
                       10'000 + i, i, i % 2 ? "red" : "blue", i, i, std::string(150, 'x') + " y", i % 3 ? "Acme" : "Zeta");
  });
  EXPECT_EQ(found.type("ean"), "keyword");
  EXPECT_EQ(found.type("part"), "keyword");
  EXPECT_EQ(found.type("attr_color"), "keyword");
  EXPECT_EQ(found.type("note"), "text");
  EXPECT_EQ(found.parameter("note", "fields/keyword/type"), "keyword");
  EXPECT_EQ(found.type("url"), "keyword");
  EXPECT_EQ(found.type("description"), "text");
  EXPECT_EQ(found.parameter("description", "fields/keyword/type"), "");
  EXPECT_EQ(found.type("brand"), "text");
}

TEST(MappingInference, MarksPriceAndStockLive) {
  const auto found = infer(3, [](int i) {
    return fmt::format(R"({{"price":{},"sale_price":1.5,"inventory":{},"in_stock":true,"nested":{{"price":1}},"rating":4.5}})", i, i);
  });
  for (const auto* field : {"price", "sale_price", "inventory", "in_stock"}) EXPECT_EQ(found.parameter(field, "live"), "true") << field;
  EXPECT_EQ(found.type("price"), "double");
  EXPECT_EQ(found.type("inventory"), "long");
  EXPECT_EQ(found.parameter("rating", "live"), "");
  EXPECT_EQ(found.parameter("nested/properties/price", "live"), "");
}

TEST(MappingInference, PicksAnIdThatEveryRecordHasOnce) {
  EXPECT_EQ(infer(9, [](int i) { return fmt::format(R"({{"sku":"s{}","id":{}}})", i, i / 2); }).mapping.id_field, "sku");
  EXPECT_EQ(infer(9, [](int i) { return i ? fmt::format(R"({{"id":{}}})", i) : std::string("{}"); }).mapping.id_field, "");
  EXPECT_EQ(infer(9, [](int i) { return fmt::format(R"({{"work_id":{},"name":"n"}})", i); }).mapping.id_field, "work_id");
}

TEST(MappingInference, StoresWhatContradictsItselfWithoutIndexingIt) {
  const auto found = infer(4, [](int i) { return i % 2 ? std::string(R"({"a":{"b":1}})") : std::string(R"({"a":5})"); });
  EXPECT_EQ(found.type("a"), "object");
  EXPECT_EQ(found.parameter("a", "enabled"), "false");
}

TEST(MappingInference, RaisesTheFieldLimitWhenItMust) {
  const auto found = infer(1'500, [](int i) { return fmt::format(R"({{"attr_n_{}":1}})", i); });
  EXPECT_EQ(found.mapping.field_count, 1'500u);
  EXPECT_EQ(found.at("/settings/index.mapping.total_fields.limit"), "2000");
}

TEST(MappingInference, IsDeterministicAndSurvivesDepth) {
  std::string deep = "1";
  for (int i = 0; i < 100; ++i) deep = "{\"a\":" + deep + "}";
  const auto make = [&](int) { return deep; };
  EXPECT_EQ(infer(2, make).mapping.body, infer(2, make).mapping.body);
  EXPECT_TRUE(is_json_object(infer(2, make).mapping.body));
}

TEST(ValueShapes, KnowIsoDates) {
  for (const auto* good : {"2026-01-15", "2024-02-29", "2026-01-15T10:00", "2026-01-15T10:00:30.123Z", "2026-01-15T10:00:30+02:00"})
    EXPECT_TRUE(is_iso_date(good)) << good;
  for (const auto* bad : {"2026", "2026-13-01", "2025-02-29", "2026-01-15 10:00:00", "2026-01-15T25:00", "2026-01-15x", "15/01/2026", ""})
    EXPECT_FALSE(is_iso_date(bad)) << bad;
}

}  // namespace
}  // namespace aisle::loaders
