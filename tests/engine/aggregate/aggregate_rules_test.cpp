// What a request may ask, in what words it is refused, and how buckets are shown.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/aggregate/collector_aggregator.hpp"
#include "engine/aggregate/values/number_text.hpp"
#include "plain_catalog.hpp"

namespace aisle::engine {
namespace {

PlainDocument product(std::string brand, double price, std::int64_t created = 0) {
  PlainDocument document;
  document.values["brand"] = {std::move(brand)};
  document.values["price"] = {price};
  document.values["created"] = {created};
  return document;
}

class Shop {
 public:
  explicit Shop(std::vector<PlainDocument> documents) : plain_{{{std::move(documents)}}}, targets_(build_targets(plain_)) {}

  Result<std::vector<AggregationResult>> run(const std::vector<Aggregation>& requests, std::uint64_t max_buckets = 65'536) {
    const AggregationContext context{targets_, {.max_buckets = max_buckets}, 0};
    auto aggregator = create_aggregator(requests, context, plain_filters(plain_));
    if (!aggregator) return std::move(aggregator).error();
    drive(**aggregator, plain_, targets_);
    return (*aggregator)->finish();
  }
  std::string why_not(const std::vector<Aggregation>& requests, std::uint64_t max_buckets = 65'536) {
    auto results = run(requests, max_buckets);
    return results.ok() ? std::string() : results.error().message;
  }

 private:
  std::vector<PlainTarget> plain_;
  std::vector<SearchTarget> targets_;
};

Shop small_shop() { return Shop({product("nike", 20), product("asics", 60), product("nike", 130)}); }

Aggregation terms(std::string field) {
  TermsAggregation node;
  node.field = std::move(field);
  return {.name = "t", .node = std::move(node), .sub = {}, .annotation = {}};
}

Aggregation average(std::string field) {
  MetricAggregation node;
  node.kind = MetricAggregation::Kind::avg;
  node.field = std::move(field);
  return {.name = "avg_price", .node = std::move(node), .sub = {}, .annotation = {}};
}

TEST(TermsAggregation, OrdersByAMetricOfItsChild) {
  Aggregation request = terms("brand");
  request.sub = {average("price")};
  std::get<TermsAggregation>(request.node).order = {{.by = BucketOrder::By::metric, .ascending = true, .path = "avg_price"}};
  Shop shop = small_shop();
  const std::vector<Aggregation> requests{request};
  auto results = shop.run(requests);
  ASSERT_TRUE(results.ok());
  const auto& buckets = std::get<TermsResult>(results->front().node).buckets;
  ASSERT_EQ(buckets.size(), 2U);
  EXPECT_EQ(buckets[0].key, Value("asics"));
  EXPECT_EQ(buckets[1].doc_count, 2U);
}

TEST(TermsAggregation, TakesPatternsForIncludeAndExclude) {
  Aggregation request = terms("brand");
  std::get<TermsAggregation>(request.node).include_pattern = "[a-n].*";
  std::get<TermsAggregation>(request.node).exclude_pattern = "ni.*";
  const std::vector<Aggregation> requests{request};
  auto results = small_shop().run(requests);
  ASSERT_TRUE(results.ok());
  const auto& found = std::get<TermsResult>(results->front().node);
  ASSERT_EQ(found.buckets.size(), 1U);
  EXPECT_EQ(found.buckets[0].key, Value("asics"));
  EXPECT_EQ(found.other_doc_count, 0U);
}

TEST(TermsAggregation, RefusesPatternsOnNumbers) {
  Aggregation request = terms("price");
  std::get<TermsAggregation>(request.node).include_pattern = "1.*";
  EXPECT_THAT(small_shop().why_not({request}), testing::HasSubstr("cannot support regular expression style"));
}

TEST(TermsAggregation, RefusesOrdersThatLeadNowhere) {
  Aggregation request = terms("brand");
  auto& order = std::get<TermsAggregation>(request.node).order;
  order = {{.by = BucketOrder::By::metric, .path = "nothing"}};
  EXPECT_THAT(small_shop().why_not({request}), testing::StartsWith("Invalid aggregation order path [nothing]"));
  request.sub = {average("price")};
  order[0].path = "avg_price.max";
  EXPECT_THAT(small_shop().why_not({request}), testing::HasSubstr("can only be done on its value"));
}

TEST(MetricAggregation, IsRefusedOnKeywords) {
  EXPECT_EQ(small_shop().why_not({average("brand")}),
            "Field [brand] of type [keyword] is not supported for aggregation [avg]");
}

TEST(GlobalAggregation, StandsAtTheTopOnly) {
  Aggregation request = terms("brand");
  request.sub.push_back({.name = "all", .node = GlobalAggregation{}, .sub = {}, .annotation = {}});
  EXPECT_THAT(small_shop().why_not({request}), testing::HasSubstr("only be defined as top level"));
}

TEST(Aggregator, BoundsTheBucketsOfAnAnswer) {
  HistogramAggregation histogram;
  histogram.field = "price";
  histogram.interval = 1e-9;
  const Aggregation request{.name = "h", .node = histogram, .sub = {}, .annotation = {}};
  EXPECT_THAT(small_shop().why_not({request}), testing::StartsWith("Trying to create too many buckets."));
  EXPECT_THAT(small_shop().why_not({terms("brand")}, 1), testing::StartsWith("Trying to create too many buckets."));
}

TEST(Aggregator, BoundsTheDepthOfARequest) {
  Aggregation request = terms("brand");
  for (int i = 0; i < 100; ++i) {
    Aggregation outer = terms("brand");
    outer.sub.push_back(std::move(request));
    request = std::move(outer);
  }
  EXPECT_THAT(small_shop().why_not({request}), testing::HasSubstr("nested deeper than 64"));
}

TEST(RangeAggregation, NamesItsBucketsAsElasticsearchDoes) {
  RangeAggregation range;
  range.field = "price";
  range.ranges.resize(3);
  range.ranges[0].from = 100.0;
  range.ranges[1].to = 50.0;
  range.ranges[2].from = 50.0;
  range.ranges[2].to = 100.0;
  const std::vector<Aggregation> requests{{.name = "r", .node = range, .sub = {}, .annotation = {}}};
  auto results = small_shop().run(requests);
  ASSERT_TRUE(results.ok());
  const auto& buckets = std::get<BucketsResult>(results->front().node).buckets;
  ASSERT_EQ(buckets.size(), 3U);
  EXPECT_EQ(buckets[0].key_text, "*-50.0");
  EXPECT_EQ(buckets[1].key_text, "50.0-100.0");
  EXPECT_EQ(buckets[2].key_text, "100.0-*");
}

TEST(DateRangeAggregation, UnderstandsDateMathAndShowsDates) {
  RangeAggregation range;
  range.field = "created";
  range.is_date = true;
  range.ranges.resize(1);
  range.ranges[0].from = std::string("2024-01-01||+1M");
  const std::vector<Aggregation> requests{{.name = "r", .node = range, .sub = {}, .annotation = {}}};
  Shop shop({product("a", 1, 1'706'745'600'000), product("b", 1, 1'706'745'599'999)});  // 2024-02-01T00:00 and before
  auto results = shop.run(requests);
  ASSERT_TRUE(results.ok()) << results.error().message;
  const auto& bucket = std::get<BucketsResult>(results->front().node).buckets.front();
  EXPECT_EQ(bucket.doc_count, 1U);
  EXPECT_EQ(bucket.from_text, "2024-02-01T00:00:00.000Z");
  EXPECT_EQ(bucket.key_text, "2024-02-01T00:00:00.000Z-*");
}

TEST(NumberText, WritesDoublesAsJavaDoes) {
  EXPECT_EQ(java_double(50), "50.0");
  EXPECT_EQ(java_double(0.1), "0.1");
  EXPECT_EQ(java_double(1e7), "1.0E7");
  EXPECT_EQ(java_double(12'345'678.5), "1.23456785E7");
  EXPECT_EQ(java_double(0.0001), "1.0E-4");
  EXPECT_EQ(java_double(-0.0), "-0.0");
}

}  // namespace
}  // namespace aisle::engine
