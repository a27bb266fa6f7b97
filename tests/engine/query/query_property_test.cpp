// Pruned, windowed and brute force agree: ids, exact float scores, totals; over segments, with deletions.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/query/rewrite/rewriter.hpp"
#include "engine/query/searcher.hpp"
#include "engine/testing/brute_force.hpp"
#include "engine/testing/iterator_contract.hpp"
#include "engine/testing/random_query.hpp"
#include "tests/effort.hpp"

namespace aisle::engine::testing {
namespace {

std::size_t product_of(const SearchResponse& response, const Hit& hit) {
  return response.targets[0].snapshot->segments()[hit.segment].doc_base + index_of(hit.doc);
}

void expect_hits(const SearchResponse& response, const std::vector<BruteForce::Match>& expected, std::size_t k) {
  ASSERT_EQ(response.hits.size(), std::min(k, expected.size()));
  for (std::size_t i = 0; i < response.hits.size(); ++i) {
    ASSERT_EQ(product_of(response, response.hits[i]), expected[i].product) << "rank " << i;
    ASSERT_EQ(response.hits[i].score, expected[i].score) << "rank " << i;
  }
}

/// A search by every way of evaluation there is.
void check_query(const std::shared_ptr<const Snapshot>& snapshot, const BruteForce& twin, const QueryPtr& query,
                 std::mt19937& random) {
  const std::vector<BruteForce::Match> expected = twin.search(query);
  SearchRequest request;
  request.query = query;
  request.total.limit = 0;
  for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{2 + random() % 50}, std::uint64_t{100 + random() % 900}}) {
    request.size = size;
    const auto found = search({{"products", snapshot}}, request);
    ASSERT_TRUE(found.ok()) << found.error().message;
    expect_hits(*found, expected, request.size);
  }
  request.size = 10;
  for (const std::uint64_t limit : {std::uint64_t{0}, std::uint64_t{20}, TrackTotalHits::kAll}) {
    request.total.limit = limit;
    const auto found = search({{"products", snapshot}}, request);
    ASSERT_TRUE(found.ok()) << found.error().message;
    expect_hits(*found, expected, request.size);
    EXPECT_EQ(found->total, std::min<std::uint64_t>(limit, expected.size()));
    if (limit > 0) {
      EXPECT_EQ(found->total_is_lower_bound, limit != TrackTotalHits::kAll && expected.size() > limit);
    }
  }
  request.min_score = 0.0F;  // forces windows
  const auto windowed = search({{"products", snapshot}}, request);
  ASSERT_TRUE(windowed.ok());
  expect_hits(*windowed, expected, request.size);
  const auto counted = count({{"products", snapshot}}, query);
  ASSERT_TRUE(counted.ok());
  EXPECT_EQ(*counted, expected.size());
}

/// Each segment's iterator, held to the contract against brute force (deleted documents included).
void check_contract(const Snapshot& snapshot, const BruteForce& twin, const QueryPtr& query, std::mt19937& random) {
  RewriteContext context(snapshot, {}, 0);
  const Result<PlanPtr> plan = Rewriter(context).rewrite(query, {});
  ASSERT_TRUE(plan.ok()) << plan.error().message;
  for (std::uint32_t s = 0; s < snapshot.segments().size(); ++s) {
    const SegmentView& view = snapshot.segments()[s];
    std::vector<ExpectedMatch> expected;
    for (std::uint32_t i = 0; i < view.segment->doc_count(); ++i) {
      if (const auto score = twin.score(view.doc_base + i, query)) expected.push_back({DocId{i}, *score});
    }
    const auto make = [&] { return (*plan)->iterator({*view.segment, s}, true); };
    const std::string fault = find_contract_fault(make, expected, view.segment->doc_count(), random);
    ASSERT_EQ(fault, "") << "segment " << s;
  }
}

/// What passes promise: together they have every match with its own score, none has a score above it, and none a
/// document that does not match.
void check_passes(const Snapshot& snapshot, const BruteForce& twin, const QueryPtr& query) {
  RewriteContext context(snapshot, {}, 0);
  const Result<PlanPtr> plan = Rewriter(context).rewrite(query, {});
  ASSERT_TRUE(plan.ok()) << plan.error().message;
  for (std::uint32_t s = 0; s < snapshot.segments().size(); ++s) {
    const SegmentView& view = snapshot.segments()[s];
    std::vector<float> best(view.segment->doc_count(), kNoMatch);
    std::vector<PlanPass> passes;
    (*plan)->add_passes({*view.segment, s}, 0, passes);
    for (PlanPass& pass : passes) {
      IteratorPtr again = (*plan)->open_pass({*view.segment, s}, 0, pass.number);
      ASSERT_NE(again, nullptr);
      const IteratorPtr iterator = pass.opened != nullptr && s % 2 == 0 ? std::move(pass.opened) : std::move(again);
      ScoredBatch batch;
      for (DocId from{0}; iterator->next_batch(batch, from); from = batch.until) {
        for (std::uint32_t i = 0; i < batch.size; ++i) {
          ASSERT_LE(batch.scores[i], pass.max_score);
          float& known = best[index_of(batch.docs[i])];
          known = std::max(known, batch.scores[i]);
        }
      }
    }
    for (std::uint32_t i = 0; i < best.size(); ++i) {
      ASSERT_EQ(best[i], twin.score(view.doc_base + i, query).value_or(kNoMatch)) << "segment " << s << " doc " << i;
    }
  }
}

void run_random_queries(std::uint32_t seed, std::size_t products, std::size_t segments, std::uint32_t delete_one_in,
                        int queries) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::vector<TestProduct> catalog = random_products(products, delete_one_in, random);
  const auto snapshot = make_snapshot(catalog, segments);
  const BruteForce twin(catalog);
  for (int i = 0; i < test_effort(queries); ++i) {
    const QueryPtr query = random_query(random, 2);
    SCOPED_TRACE("query " + std::to_string(i) + ": " + describe(query));
    check_query(snapshot, twin, query, random);
    check_passes(*snapshot, twin, query);
    check_contract(*snapshot, twin, query, random);
    if (::testing::Test::HasFatalFailure()) return;
  }
}

TEST(QueryProperty, EveryWayOfEvaluationAgreesWithBruteForceOnOneSegment) { run_random_queries(1, 900, 1, 0, 150); }
TEST(QueryProperty, EveryWayOfEvaluationAgreesWithBruteForceAcrossWindows) { run_random_queries(2, 5'000, 1, 10, 60); }
TEST(QueryProperty, EveryWayOfEvaluationAgreesWithBruteForceAcrossRanges) { run_random_queries(5, 70'000, 1, 10, 4); }
TEST(QueryProperty, EveryWayOfEvaluationAgreesWithBruteForceOnManySegments) { run_random_queries(3, 2'500, 5, 7, 100); }
TEST(QueryProperty, EveryWayOfEvaluationAgreesWithBruteForceOnTinySegments) { run_random_queries(4, 40, 4, 3, 200); }

}  // namespace
}  // namespace aisle::engine::testing
