#include "server/es_api/aggregations/parse_aggregations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace aisle::server::es_api {
namespace {

using engine::Aggregation;
using engine::BucketOrder;

Result<std::vector<Aggregation>> parse(std::string_view json) {
  auto document = JsonDocument::parse(json);
  EXPECT_TRUE(document.ok()) << json;
  QueryParser queries;
  return parse_aggregations(document->root(), queries);
}

Aggregation parse_one(std::string_view json) {
  auto parsed = parse(json);
  EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : parsed.error().message);
  return parsed.ok() && !parsed->empty() ? parsed->front() : Aggregation{};
}

std::string why_not(std::string_view json) {
  auto parsed = parse(json);
  return parsed.ok() ? std::string() : parsed.error().message;
}

TEST(ParseAggregations, ReadsSearchUiFacets) {
  const Aggregation facet = parse_one(R"({"facet_bucket_brand.keyword":{
      "aggs":{"brand.keyword":{"terms":{"field":"brand.keyword","size":30,"order":{"_count":"desc"}}}},
      "filter":{"bool":{"must":[]}}}})");
  EXPECT_EQ(facet.name, "facet_bucket_brand.keyword");
  EXPECT_TRUE(std::holds_alternative<engine::FilterAggregation>(facet.node));
  ASSERT_EQ(facet.sub.size(), 1U);
  const auto& terms = std::get<engine::TermsAggregation>(facet.sub[0].node);
  EXPECT_EQ(terms.size, 30U);
  ASSERT_EQ(terms.order.size(), 1U);
  EXPECT_EQ(terms.order[0].by, BucketOrder::By::count);
}

TEST(ParseAggregations, ReadsMagentosIncludeOfIds) {
  const Aggregation bucket =
      parse_one(R"({"category_bucket":{"terms":{"include":["3","4"],"field":"category_ids","size":500}}})");
  const auto& terms = std::get<engine::TermsAggregation>(bucket.node);
  ASSERT_EQ(terms.include.size(), 2U);
  EXPECT_EQ(terms.include[0], engine::Value("3"));
}

TEST(ParseAggregations, TakesNumbersAsTextsAndOrdersAsArrays) {
  const Aggregation parsed = parse_one(R"({"t":{"terms":{"field":"f","size":"10000","min_doc_count":"0",
      "order":[{"stats.avg":"DESC"},{"_key":"asc"}],"include":"a.*"}}})");
  const auto& terms = std::get<engine::TermsAggregation>(parsed.node);
  EXPECT_EQ(terms.size, 10'000U);
  EXPECT_EQ(terms.min_doc_count, 0U);
  ASSERT_EQ(terms.order.size(), 2U);
  EXPECT_EQ(terms.order[0].path, "stats.avg");
  EXPECT_TRUE(terms.order[1].ascending);
  EXPECT_EQ(terms.include_pattern, "a.*");
}

TEST(ParseAggregations, ReadsRangesHistogramsAndFilters) {
  const Aggregation range = parse_one(R"({"r":{"range":{"field":"price","keyed":true,
      "ranges":[{"to":50},{"from":"50","to":100.5,"key":"mid"}]}}})");
  const auto& ranges = std::get<engine::RangeAggregation>(range.node);
  ASSERT_EQ(ranges.ranges.size(), 2U);
  EXPECT_EQ(ranges.ranges[1].from, engine::Value(50.0));
  EXPECT_EQ(ranges.ranges[1].key, "mid");
  const Aggregation histogram = parse_one(
      R"({"h":{"histogram":{"field":"price","interval":5.5,"min_doc_count":1,"extended_bounds":{"min":0,"max":500}}}})");
  EXPECT_EQ(std::get<engine::HistogramAggregation>(histogram.node).extended_max, 500.0);
  const Aggregation filters = parse_one(
      R"({"f":{"filters":{"other_bucket_key":"rest","filters":{"<50":{"range":{"price":{"lt":50}}},"all":{"match_all":{}}}}}})");
  const auto& named = std::get<engine::FiltersAggregation>(filters.node);
  EXPECT_EQ(named.filters[0].name, "<50");
  EXPECT_EQ(named.other_name, "rest");
}

TEST(ParseAggregations, KeepsMetaAndTakesEmptyArraysForMaps) {
  EXPECT_EQ(parse_one(R"({"g":{"meta":{"a": [1]},"global":{}}})").annotation, R"({"a": [1]})");
  EXPECT_TRUE(parse_one(R"({"g":{"global":[],"aggs":[]}})").sub.empty());
  EXPECT_TRUE(parse("[]").ok());
}

TEST(ParseAggregations, SaysWhichTypeWasMeantAndWhere) {
  auto parsed = parse(R"({"x":{"term":{"field":"f"}}})");
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(parsed.error().message, "Unknown aggregation type [term] did you mean [terms]?");
  EXPECT_EQ(parsed.error().kind, "parsing_exception");
  ASSERT_TRUE(parsed.error().position.has_value());
  EXPECT_EQ(parsed.error().position->column, 7U);
}

TEST(ParseAggregations, IsAsStrictAsElasticsearch) {
  EXPECT_EQ(why_not(R"({"a[":{"terms":{"field":"f"}}})"),
            "Invalid aggregation name [a[]. Aggregation names can contain any character except '[', ']', and '>'");
  EXPECT_EQ(why_not(R"({"a":{"terms":{"field":"f","sizes":1}}})"), "[terms] unknown field [sizes]");
  EXPECT_EQ(why_not(R"({"a":{"terms":{"field":"f","size":0}}})"),
            "[size] must be greater than 0. Found [0] in [a]");
  EXPECT_EQ(why_not(R"({"a":{"terms":{"field":"f"},"avg":{"field":"f"}}})"),
            "Found two aggregation type definitions in [a]: [terms] and [avg]");
  EXPECT_EQ(why_not(R"({"a":{}})"), "Missing definition for aggregation [a]");
  EXPECT_EQ(why_not(R"({"a":{"global":{},"aggs":{},"aggregations":{}}})"),
            "Found two sub aggregation definitions under [a]");
  EXPECT_THAT(why_not(R"({"a":{"avg":{}}})"), testing::HasSubstr("Required one of fields [field, script]"));
  EXPECT_THAT(why_not(R"({"a":{"histogram":{"field":"f","interval":0}}})"), testing::HasSubstr("[interval] must be >0"));
  EXPECT_EQ(why_not(R"({"a":{"terms":{"field":"f","order":{"_count":"up"}}}})"), "Unknown order direction [up]");
  EXPECT_THAT(why_not(R"({"a":{"filter":{"nope":{}}}})"), testing::StartsWith("unknown query [nope]"));
  EXPECT_FALSE(why_not(R"({"a":[]})").empty());
  EXPECT_FALSE(why_not(R"("a")").empty());
}

}  // namespace
}  // namespace aisle::server::es_api
