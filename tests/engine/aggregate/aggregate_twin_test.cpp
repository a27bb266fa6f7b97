// The aggregator and the obvious way agree, bucket for bucket, on random catalogs and random requests.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/aggregate/collector_aggregator.hpp"
#include "plain_aggregations.hpp"
#include "plain_catalog.hpp"
#include "random_aggregations.hpp"
#include "tests/effort.hpp"

namespace aisle::engine {
namespace {

void expect_same(const std::vector<AggregationResult>& fast, const std::vector<AggregationResult>& plain,
                 const std::string& path);

void expect_near(double fast, double plain, const std::string& path) {
  if (std::isinf(plain)) {
    EXPECT_EQ(fast, plain) << path;
  } else {
    EXPECT_NEAR(fast, plain, 1e-11 * std::max(1.0, std::abs(plain))) << path;
  }
}

void expect_same(const Bucket& fast, const Bucket& plain, const std::string& path) {
  EXPECT_EQ(fast.key, plain.key) << path;
  EXPECT_EQ(fast.doc_count, plain.doc_count) << path;
  EXPECT_EQ(fast.from, plain.from) << path;
  EXPECT_EQ(fast.to, plain.to) << path;
  expect_same(fast.sub, plain.sub, path);
}

void expect_same(const std::vector<Bucket>& fast, const std::vector<Bucket>& plain, const std::string& path) {
  ASSERT_EQ(fast.size(), plain.size()) << path;
  for (std::size_t i = 0; i < fast.size(); ++i) expect_same(fast[i], plain[i], path + "[" + std::to_string(i) + "]");
}

void expect_same(const TermsResult& fast, const TermsResult& plain, const std::string& path) {
  EXPECT_EQ(fast.other_doc_count, plain.other_doc_count) << path;
  expect_same(fast.buckets, plain.buckets, path);
}
void expect_same(const BucketsResult& fast, const BucketsResult& plain, const std::string& path) {
  expect_same(fast.buckets, plain.buckets, path);
}
void expect_same(const SingleBucketResult& fast, const SingleBucketResult& plain, const std::string& path) {
  EXPECT_EQ(fast.doc_count, plain.doc_count) << path;
  expect_same(fast.sub, plain.sub, path);
}
void expect_same(const MetricResult& fast, const MetricResult& plain, const std::string& path) {
  EXPECT_EQ(fast.count, plain.count) << path;
  if (fast.kind == MetricAggregation::Kind::cardinality || fast.kind == MetricAggregation::Kind::value_count) return;
  EXPECT_EQ(fast.min, plain.min) << path;
  EXPECT_EQ(fast.max, plain.max) << path;
  expect_near(fast.sum, plain.sum, path);
  if (fast.kind == MetricAggregation::Kind::extended_stats) {
    expect_near(fast.sum_of_squares, plain.sum_of_squares, path);
  }
}

void expect_same(const std::vector<AggregationResult>& fast, const std::vector<AggregationResult>& plain,
                 const std::string& path) {
  ASSERT_EQ(fast.size(), plain.size()) << path;
  for (std::size_t i = 0; i < fast.size(); ++i) {
    ASSERT_EQ(fast[i].node.index(), plain[i].node.index()) << path;
    std::visit(
        [&](const auto& node) {
          expect_same(node, std::get<std::decay_t<decltype(node)>>(plain[i].node), path + "/" + fast[i].name);
        },
        fast[i].node);
  }
}

TEST(Aggregator, AgreesWithThePlainWayOnRandomCatalogs) {
  for (int seed = 1; seed <= test_effort(120); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(static_cast<unsigned>(seed));
    const std::vector<PlainTarget> plain = random_catalog(random);
    const std::vector<SearchTarget> targets = build_targets(plain);
    const std::vector<Aggregation> requests = random_aggregations(random);
    const AggregationContext context{targets, {.max_buckets = 10'000'000}, 0};
    auto aggregator = create_aggregator(requests, context, plain_filters(plain));
    ASSERT_TRUE(aggregator.ok()) << aggregator.error().message;
    drive(**aggregator, plain, targets);
    auto results = (*aggregator)->finish();
    ASSERT_TRUE(results.ok()) << results.error().message;
    expect_same(*results, aggregate_plainly(requests, plain), "");
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace aisle::engine
