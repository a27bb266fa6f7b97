#include "server/es_api/search/search_body.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aisle::server::es_api {
namespace {

using engine::SortKey;
using testing::HasSubstr;

Result<SearchBody> parse(std::string_view text, const UrlParameters& url = {}) {
  Result<JsonDocument> document = JsonDocument::parse(text);
  if (!document) return std::move(document).error();
  return parse_search(&*document, url);
}

SearchBody parsed(std::string_view text, const UrlParameters& url = {}) {
  Result<SearchBody> body = parse(text, url);
  EXPECT_TRUE(body.ok()) << text << ": " << (body.ok() ? "" : body.error().message);
  return body.ok() ? std::move(*body) : SearchBody{};
}

TEST(SearchBody, ReadsTheCustomersQuery) {
  const SearchBody body = parsed(R"({
    "query": {"bool": {
      "must": { "match": { "title": "wireless headphones" } },
      "filter": [{ "term": { "category": "Electronics > Audio" } }, { "range": { "price": { "lte": 500 } } }]}},
    "sort": [{ "_score": "desc" }, { "rating": "desc" }]})");
  ASSERT_EQ(body.request.sort.size(), 2u);
  EXPECT_EQ(body.request.sort[0].kind, SortKey::Kind::score);
  EXPECT_TRUE(body.request.sort[1].descending);
  EXPECT_TRUE(body.source.is_whole());
}

TEST(SearchBody, ReadsEveryFormOfSort) {
  EXPECT_EQ(parsed(R"({"sort":"price"})").request.sort[0].field, "price");
  EXPECT_TRUE(parsed(R"({"sort":["_score"]})").request.sort[0].descending);
  EXPECT_FALSE(parsed(R"({"sort":{"price":{}}})").request.sort[0].descending);
  const SortKey key =
      parsed(R"({"sort":[{"price":{"order":"desc","mode":"max","missing":"_first","unmapped_type":"long"}}]})").request.sort[0];
  EXPECT_EQ(key.mode, SortKey::Mode::max);
  EXPECT_EQ(key.missing, SortKey::Missing::first);
  EXPECT_EQ(key.unmapped_type, "long");
  EXPECT_TRUE(parsed(R"({"sort":[]})").request.sort.empty());
  EXPECT_EQ(parsed("{}", {{"sort", "price:desc,_score"}}).request.sort.size(), 2u);
}

TEST(SearchBody, ReadsEveryFormOfTrackTotalHits) {
  EXPECT_EQ(parsed("{}").request.total.limit, 10'000u);
  EXPECT_EQ(parsed(R"({"track_total_hits":true})").request.total.limit, engine::TrackTotalHits::kAll);
  EXPECT_EQ(parsed(R"({"track_total_hits":50})").request.total.limit, 50u);
  EXPECT_FALSE(parsed(R"({"track_total_hits":false})").show_total);
  EXPECT_EQ(parsed("{}", {{"track_total_hits", "true"}}).request.total.limit, engine::TrackTotalHits::kAll);
}

TEST(SearchBody, ReadsEveryFormOfSource) {
  EXPECT_FALSE(parsed(R"({"_source":false})").source.enabled);
  EXPECT_THAT(parsed(R"({"_source":"title"})").source.includes, testing::ElementsAre("title"));
  const SourceSelection both = parsed(R"({"_source":{"includes":["a*"],"excludes":"b"}})").source;
  EXPECT_THAT(both.includes, testing::ElementsAre("a*"));
  EXPECT_THAT(both.excludes, testing::ElementsAre("b"));
  EXPECT_THAT(parsed("{}", {{"_source_includes", "a, b"}}).source.includes, testing::ElementsAre("a", "b"));
}

TEST(SearchBody, TakesEmptyListsForEmptyMaps) {
  parsed(R"({"query":{"bool":{"must":{"match_all":[]}}},"aggs":[],"highlight":[],"sort":[],"post_filter":{"bool":{}}})");
}

TEST(SearchBody, RefusesWhatItDoesNotKnow) {
  const auto refused = [](std::string_view text) {
    Result<SearchBody> body = parse(text);
    EXPECT_FALSE(body.ok()) << text;
    return body.ok() ? std::string() : body.error().message;
  };
  EXPECT_THAT(refused(R"({"quer":{}})"), HasSubstr("unknown key [quer]"));
  EXPECT_THAT(refused(R"({"quer":{"match_all":{}}})"), HasSubstr("did you mean [query]?"));
  EXPECT_THAT(refused(R"({"knn":{"k":1}})"), HasSubstr("not supported"));
  EXPECT_THAT(refused(R"({"size":-1})"), HasSubstr("cannot be negative"));
  EXPECT_THAT(refused(R"({"timeout":"5 parsecs"})"), HasSubstr("unit"));
  EXPECT_THAT(refused(R"({"search_after":[]})"), HasSubstr("at least one"));
}

}  // namespace
}  // namespace aisle::server::es_api
