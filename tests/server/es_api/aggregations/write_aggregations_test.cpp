#include "server/es_api/aggregations/write_aggregations.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace aisle::server::es_api {
namespace {

using engine::Aggregation;
using engine::AggregationResult;
using engine::Bucket;
using engine::FieldType;
using engine::MetricResult;
using Kind = engine::MetricAggregation::Kind;

Aggregation request(Aggregation::Node node, std::string meta = {}) {
  return {.name = "a", .node = std::move(node), .sub = {}, .annotation = std::move(meta)};
}

template <class Node>
std::string written(const Aggregation& asked, Node node, bool typed_keys = false) {
  const std::vector<AggregationResult> results{{asked.name, &asked, std::move(node)}};
  std::string out;
  JsonWriter writer(out);
  write_aggregations(writer, results, typed_keys);
  return out;
}

engine::MetricAggregation metric(Kind kind) {
  engine::MetricAggregation node;
  node.kind = kind;
  return node;
}

Bucket bucket(engine::Value key, std::uint64_t docs) {
  Bucket made;
  made.key = std::move(key);
  made.doc_count = docs;
  return made;
}

TEST(WriteAggregations, ShowsTermsOfKeywords) {
  engine::TermsResult terms;
  terms.buckets = {bucket("Nike", 7)};
  terms.other_doc_count = 3;
  const Aggregation asked = request(engine::TermsAggregation{}, R"({"k":1})");
  EXPECT_EQ(written(asked, terms),
            R"({"a":{"meta":{"k":1},"doc_count_error_upper_bound":0,"sum_other_doc_count":3,)"
            R"("buckets":[{"key":"Nike","doc_count":7}]}})");
  EXPECT_TRUE(written(asked, terms, true).starts_with(R"({"sterms#a":{)"));
}

TEST(WriteAggregations, ShowsBooleansDatesAndRealsByTheirKeys) {
  engine::TermsResult terms{.type = FieldType::boolean};
  terms.buckets = {bucket(true, 2)};
  terms.buckets[0].key_text = "true";
  const Aggregation asked = request(engine::TermsAggregation{});
  EXPECT_NE(written(asked, terms).find(R"({"key":1,"key_as_string":"true","doc_count":2})"), std::string::npos);
  terms.buckets = {bucket(50.0, 1)};
  EXPECT_NE(written(asked, terms).find(R"({"key":50.0,"doc_count":1})"), std::string::npos);
  terms.buckets = {bucket(std::int64_t{1'706'745'600'000}, 1)};
  terms.buckets[0].key_text = "2024-02-01T00:00:00.000Z";
  EXPECT_NE(written(asked, terms).find(R"("key":1706745600000,"key_as_string":"2024-02-01T00:00:00.000Z")"),
            std::string::npos);
}

TEST(WriteAggregations, ShowsRangesAsListOrMap) {
  engine::BucketsResult ranges;
  ranges.buckets = {bucket("*-50.0", 2)};
  ranges.buckets[0].key_text = "*-50.0";
  ranges.buckets[0].to = 50.0;
  const Aggregation asked = request(engine::RangeAggregation{});
  EXPECT_EQ(written(asked, ranges), R"({"a":{"buckets":[{"key":"*-50.0","to":50.0,"doc_count":2}]}})");
  ranges.keyed = true;
  EXPECT_EQ(written(asked, ranges), R"({"a":{"buckets":{"*-50.0":{"to":50.0,"doc_count":2}}}})");
}

TEST(WriteAggregations, ShowsHistogramsAndFilters) {
  engine::BucketsResult buckets;
  buckets.buckets = {bucket(50.0, 2)};
  const Aggregation histogram = request(engine::HistogramAggregation{});
  EXPECT_EQ(written(histogram, buckets), R"({"a":{"buckets":[{"key":50.0,"doc_count":2}]}})");
  buckets.keyed = true;
  EXPECT_EQ(written(histogram, buckets), R"({"a":{"buckets":{"50.0":{"key":50.0,"doc_count":2}}}})");
  buckets.buckets = {bucket({}, 4)};
  buckets.buckets[0].key_text = "<50";
  const Aggregation filters = request(engine::FiltersAggregation{});
  EXPECT_EQ(written(filters, buckets), R"({"a":{"buckets":{"<50":{"doc_count":4}}}})");
  buckets.keyed = false;
  EXPECT_EQ(written(filters, buckets), R"({"a":{"buckets":[{"doc_count":4}]}})");
}

TEST(WriteAggregations, ShowsMetricsOfNothingAsNull) {
  const MetricResult nothing{.kind = Kind::avg};
  EXPECT_EQ(written(request(metric(Kind::avg)), nothing), R"({"a":{"value":null}})");
  MetricResult stats = nothing;
  stats.kind = Kind::stats;
  EXPECT_EQ(written(request(metric(Kind::stats)), stats),
            R"({"a":{"count":0,"min":null,"max":null,"avg":null,"sum":0.0}})");
  stats.kind = Kind::sum;
  EXPECT_EQ(written(request(metric(Kind::sum)), stats), R"({"a":{"value":0.0}})");
  stats.kind = Kind::cardinality;
  EXPECT_EQ(written(request(metric(Kind::cardinality)), stats), R"({"a":{"value":0}})");
}

TEST(WriteAggregations, ShowsExtendedStatsAsDocumented) {
  // The reference's grades 50 and 100.
  const MetricResult grades{.kind = Kind::extended_stats, .type = FieldType::integer, .count = 2, .min = 50, .max = 100,
                            .sum = 150, .sum_of_squares = 12'500};
  EXPECT_EQ(written(request(metric(Kind::extended_stats)), grades),
            R"({"a":{"count":2,"min":50.0,"max":100.0,"avg":75.0,"sum":150.0,"sum_of_squares":12500.0,)"
            R"("variance":625.0,"variance_population":625.0,"variance_sampling":1250.0,"std_deviation":25.0,)"
            R"("std_deviation_population":25.0,"std_deviation_sampling":35.35533905932738,"std_deviation_bounds":)"
            R"({"upper":125.0,"lower":25.0,"upper_population":125.0,"lower_population":25.0,)"
            R"("upper_sampling":145.71067811865476,"lower_sampling":4.289321881345245}}})");
}

TEST(WriteAggregations, ShowsDatesBesideTheirMilliseconds) {
  const MetricResult latest{.kind = Kind::max, .type = FieldType::date, .count = 1, .max = 1'706'745'600'000.0};
  EXPECT_NE(written(request(metric(Kind::max)), latest).find(R"("value_as_string":"2024-02-01T00:00:00.000Z")"),
            std::string::npos);
}

TEST(WriteAggregations, ShowsChildrenWithinTheirBucket) {
  const Aggregation child = request(metric(Kind::value_count));
  const MetricResult count{.kind = Kind::value_count, .count = 4};
  engine::SingleBucketResult single{.doc_count = 9, .sub = {{"n", &child, count}}};
  EXPECT_EQ(written(request(engine::GlobalAggregation{}), single), R"({"a":{"doc_count":9,"n":{"value":4}}})");
}

}  // namespace
}  // namespace aisle::server::es_api
