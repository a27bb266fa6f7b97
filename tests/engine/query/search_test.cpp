#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/query/filter.hpp"
#include "engine/query/searcher.hpp"
#include "engine/testing/test_catalog.hpp"

namespace aisle::engine {
namespace {

using ::testing::ElementsAre;
using testing::TestProduct;

std::vector<TestProduct> shoes() {
  return {{.id = "1", .title = "red running shoe", .brand = "acme", .tags = {"sale"}, .price = 30.0, .stock = {4, 9}, .flag = true},
          {.id = "2", .title = "blue running shoe", .brand = "bolt", .tags = {"new", "sale"}, .price = 20.0, .stock = {7}, .flag = false},
          {.id = "3", .title = "red boot", .brand = "acme", .price = 50.0, .stock = {1}},
          {.id = "4", .title = "red shoe", .brand = "Cedar", .tags = {"new"}, .stock = {}, .flag = true},
          {.id = "5", .title = "shoe red shoe", .brand = "", .price = 20.0, .stock = {2, 3}}};
}

class SearchTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  std::vector<std::string> ids(const SearchRequest& request) {
    const auto response = search({{"products", snapshot_}}, request);
    if (!response) return {response.error().kind.empty() ? "error" : std::string(response.error().kind)};
    std::vector<std::string> found;
    for (const Hit& hit : response->hits) {
      found.emplace_back(snapshot_->segments()[hit.segment].segment->doc_id(hit.doc));
    }
    return found;
  }
  std::vector<std::string> sorted_by(const char* field, bool descending, SortKey::Missing missing = SortKey::Missing::last) {
    SearchRequest request;
    request.sort = {{.kind = SortKey::Kind::field, .field = field, .descending = descending, .missing = missing}};
    return ids(request);
  }
  std::shared_ptr<const Snapshot> snapshot_ = testing::make_snapshot(shoes(), GetParam());
};

TEST_P(SearchTest, SortsByNumberWithMissingValuesLast) {
  EXPECT_THAT(sorted_by("price", false), ElementsAre("2", "5", "1", "3", "4"));
  EXPECT_THAT(sorted_by("price", true), ElementsAre("3", "1", "2", "5", "4"));
  EXPECT_THAT(sorted_by("price", true, SortKey::Missing::first), ElementsAre("4", "3", "1", "2", "5"));
}

TEST_P(SearchTest, SortsByTheLeastOrGreatestOfSeveralValues) {
  EXPECT_THAT(sorted_by("stock", false), ElementsAre("3", "5", "1", "2", "4"));
  EXPECT_THAT(sorted_by("stock", true), ElementsAre("1", "2", "5", "3", "4"));
}

TEST_P(SearchTest, SortsByTermAcrossSegments) {
  EXPECT_THAT(sorted_by("brand", false), ElementsAre("4", "1", "3", "2", "5"));
  EXPECT_THAT(sorted_by("brand", true), ElementsAre("2", "1", "3", "4", "5"));
  EXPECT_THAT(sorted_by("_id", true), ElementsAre("5", "4", "3", "2", "1"));
}

TEST_P(SearchTest, PagesThroughEveryHitWithSearchAfter) {
  for (const char* field : {"price", "brand", "stock", "_id"}) {
    for (const bool descending : {false, true}) {
      SearchRequest request;
      request.sort = {{.kind = SortKey::Kind::field, .field = field, .descending = descending},
                      {.kind = SortKey::Kind::doc}};
      const std::vector<std::string> whole = ids(request);
      std::vector<std::string> paged;
      request.size = 2;
      for (int page = 0; page < 4; ++page) {
        const auto response = search({{"products", snapshot_}}, request);
        ASSERT_TRUE(response.ok());
        EXPECT_EQ(response->total, 5U);
        for (const Hit& hit : response->hits) {
          paged.emplace_back(snapshot_->segments()[hit.segment].segment->doc_id(hit.doc));
        }
        if (response->hits.empty()) break;
        request.search_after = response->hits.back().sort;
      }
      EXPECT_EQ(paged, whole) << field << descending;
    }
  }
}

TEST_P(SearchTest, NarrowsHitsButNotAggregationsByPostFilter) {
  SearchRequest request;
  request.query = make_query(MatchQuery{.field = "title", .text = std::string("shoe")});
  request.post_filter = make_query(TermQuery{.field = "tags", .value = std::string("sale")});
  request.aggregations.push_back({.name = "tags", .node = TermsAggregation{.field = "tags"}, .sub = {}});
  const auto response = search({{"products", snapshot_}}, request);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->total, 2U);
  ASSERT_EQ(response->aggregations.size(), 1U);
  const auto& buckets = std::get<TermsResult>(response->aggregations[0].node).buckets;
  ASSERT_EQ(buckets.size(), 2U);
  EXPECT_EQ(buckets[0].doc_count, 2U);
  EXPECT_EQ(buckets[1].doc_count, 2U);
}

TEST_P(SearchTest, NamesTheClausesThatAHitMatches) {
  SearchRequest request;
  request.named_queries = true;
  request.query = make_query(BoolQuery{
      .should = {make_query(MatchQuery{.field = "title", .text = std::string("boot")}, 9.0F, "boots"),
                 make_query(TermQuery{.field = "brand", .value = std::string("acme")}, 1.0F, "acme")}});
  const auto response = search({{"products", snapshot_}}, request);
  ASSERT_TRUE(response.ok());
  ASSERT_EQ(response->hits.size(), 2U);
  EXPECT_THAT(response->hits[0].matched_queries, ElementsAre("boots", "acme"));
  EXPECT_THAT(response->hits[1].matched_queries, ElementsAre("acme"));
}

TEST_P(SearchTest, FindsSloppyPhrasesAndPhrasePrefixes) {
  SearchRequest request;
  request.query = make_query(MatchPhraseQuery{.field = "title", .text = std::string("red shoe"), .slop = 1});
  EXPECT_THAT(ids(request), ::testing::UnorderedElementsAre("4", "5", "1"));
  request.query = make_query(MatchPhraseQuery{.field = "title", .text = std::string("red sh"), .is_prefix = true});
  EXPECT_THAT(ids(request), ::testing::UnorderedElementsAre("4", "5"));
}

TEST_P(SearchTest, TakesTextsForNumbersAndBooleans) {
  SearchRequest request;
  request.query = make_query(RangeQuery{.field = "price", .from = std::string("20"), .to = std::string("30.0")});
  EXPECT_THAT(ids(request), ElementsAre("1", "2", "5"));
  request.query = make_query(TermQuery{.field = "flag", .value = std::string("true")});
  EXPECT_THAT(ids(request), ElementsAre("1", "4"));
  request.query = make_query(MatchQuery{.field = "stock", .text = std::string("7")});
  EXPECT_THAT(ids(request), ElementsAre("2"));
  request.query = make_query(MatchQuery{.field = "stock", .text = std::string("many")});
  EXPECT_THAT(ids(request), ElementsAre("number_format"));
  request.query = make_query(MatchQuery{.field = "stock", .text = std::string("many"), .lenient = true});
  EXPECT_THAT(ids(request), ElementsAre());
}

TEST_P(SearchTest, RefusesWhatElasticsearchRefuses) {
  SearchRequest request;
  EXPECT_THAT(sorted_by("nowhere", false), ElementsAre("query_shard_exception"));
  EXPECT_THAT(sorted_by("title", false), ElementsAre("illegal_argument"));
  request.from = 9'999;
  EXPECT_THAT(ids(request), ElementsAre("illegal_argument"));
  request.from = 0;
  request.query = make_query(MatchQuery{.field = "title", .text = std::string("x"), .analyzer = "nobody"});
  EXPECT_THAT(ids(request), ElementsAre("query_shard_exception"));
  request.query = make_query(FuzzyQuery{.field = "price", .value = std::int64_t{3}});
  EXPECT_THAT(ids(request), ElementsAre("illegal_argument"));
}

TEST_P(SearchTest, FailsWhenAFieldValueFactorGoesNegative) {
  SearchRequest request;
  FunctionScoreQuery query;
  query.functions.push_back({.filter = nullptr, .weight = std::nullopt,
                             .function = FieldValueFactor{.field = "price", .factor = -1.0F, .missing = 1.0}});
  request.query = make_query(query);
  EXPECT_THAT(ids(request), ElementsAre("illegal_argument"));
}

TEST_P(SearchTest, MatchesNothingOnUnmappedFieldsAndEverythingOnEmptyBool) {
  SearchRequest request;
  request.query = make_query(TermQuery{.field = "nowhere", .value = std::string("x")});
  EXPECT_THAT(ids(request), ElementsAre());
  request.query = make_query(BoolQuery{});
  EXPECT_THAT(ids(request), ElementsAre("1", "2", "3", "4", "5"));
  request.query = make_query(BoolQuery{.must_not = {make_query(ExistsQuery{"price"})}});
  EXPECT_THAT(ids(request), ElementsAre("4"));
}

INSTANTIATE_TEST_SUITE_P(Segments, SearchTest, ::testing::Values(1, 3));

}  // namespace
}  // namespace aisle::engine
