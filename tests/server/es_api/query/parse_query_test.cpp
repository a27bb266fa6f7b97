#include "server/es_api/query/parse_query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace aisle::server::es_api {
namespace {

using testing::HasSubstr;

Result<engine::QueryPtr> parse(std::string_view json) {
  static std::string text;  // the document views it; each query owns what it keeps
  text = json;
  Result<JsonDocument> document = JsonDocument::parse(text);
  if (!document) return std::move(document).error();
  return parse_query(document->root());
}

template <class Clause>
Clause parsed(std::string_view json) {
  Result<engine::QueryPtr> query = parse(json);
  EXPECT_TRUE(query.ok()) << json << ": " << (query.ok() ? "" : query.error().message);
  if (!query) return {};
  const Clause* clause = std::get_if<Clause>(&(*query)->node);
  EXPECT_NE(clause, nullptr) << json;
  return clause == nullptr ? Clause{} : *clause;
}

Error refused(std::string_view json) {
  Result<engine::QueryPtr> query = parse(json);
  EXPECT_FALSE(query.ok()) << json;
  return query.ok() ? Error(ErrorCode::internal, "accepted") : query.error();
}

TEST(ParseQuery, ReadsTheShortAndTheLongFormOfMatch) {
  const auto short_form = parsed<engine::MatchQuery>(R"({"match":{"title":"red shoes"}})");
  EXPECT_EQ(short_form.field, "title");
  EXPECT_EQ(std::get<std::string>(short_form.text), "red shoes");
  const auto long_form = parsed<engine::MatchQuery>(
      R"({"match":{"title":{"query":"red","operator":"and","fuzziness":"auto:4,8","prefix_length":"1",
          "max_expansions":"3","minimum_should_match":2,"fuzzy_transpositions":false}}})");
  EXPECT_EQ(long_form.op, engine::Operator::and_);
  EXPECT_TRUE(long_form.fuzziness->is_auto);
  EXPECT_EQ(long_form.fuzziness->low, 4u);
  EXPECT_EQ(long_form.fuzziness->high, 8u);
  EXPECT_EQ(long_form.fuzzy.prefix_length, 1u);
  EXPECT_EQ(long_form.fuzzy.max_expansions, 3u);
  EXPECT_FALSE(long_form.fuzzy.transpositions);
  EXPECT_EQ(long_form.minimum_should_match, "2");
}

TEST(ParseQuery, TakesSingleClausesInPlaceOfLists) {
  const auto query = parsed<engine::BoolQuery>(
      R"({"bool":{"must":{"match_all":{}},"filter":[{"term":{"a":1}},{"term":{"b":true}}],"should":[]}})");
  EXPECT_EQ(query.must.size(), 1u);
  EXPECT_EQ(query.filter.size(), 2u);
  EXPECT_TRUE(query.should.empty());
  parsed<engine::BoolQuery>(R"({"bool":{}})");
  parsed<engine::BoolQuery>(R"({"bool":[]})");
}

TEST(ParseQuery, ReadsFieldBoostsOfMultiMatch) {
  const auto query = parsed<engine::MultiMatchQuery>(
      R"({"multi_match":{"query":"x","fields":["title^3","*.text^1.5","brand"],"type":"most_fields","tie_breaker":"0.3"}})");
  ASSERT_EQ(query.fields.size(), 3u);
  EXPECT_EQ(query.fields[0].pattern, "title");
  EXPECT_FLOAT_EQ(query.fields[0].boost, 3.0F);
  EXPECT_FLOAT_EQ(query.fields[1].boost, 1.5F);
  EXPECT_FLOAT_EQ(*query.tie_breaker, 0.3F);
}

TEST(ParseQuery, KeepsTheTypesOfValues) {
  EXPECT_EQ(std::get<std::int64_t>(parsed<engine::TermQuery>(R"({"term":{"n":5}})").value), 5);
  EXPECT_EQ(std::get<double>(parsed<engine::TermQuery>(R"({"term":{"n":5.5}})").value), 5.5);
  EXPECT_EQ(std::get<bool>(parsed<engine::TermQuery>(R"({"term":{"n":{"value":true}}})").value), true);
  const auto range = parsed<engine::RangeQuery>(R"({"range":{"price":{"gt":"10","lte":20}}})");
  EXPECT_FALSE(range.include_from);
  EXPECT_EQ(std::get<std::string>(range.from), "10");
  EXPECT_EQ(std::get<std::int64_t>(range.to), 20);
}

TEST(ParseQuery, ReadsFunctionScoreInBothForms) {
  const auto list = parsed<engine::FunctionScoreQuery>(
      R"({"function_score":{"query":{"match_all":{}},"functions":[{"filter":{"term":{"brand":"Sony"}},"weight":2},
          {"field_value_factor":{"field":"rating","modifier":"log1p","missing":1}},{"random_score":{"seed":7}},
          {"gauss":{"price":{"origin":10,"scale":5}}}],"score_mode":"sum","boost_mode":"replace"}})");
  EXPECT_EQ(list.functions.size(), 4u);
  EXPECT_EQ(list.score_mode, engine::FunctionScoreQuery::ScoreMode::sum);
  const auto single = parsed<engine::FunctionScoreQuery>(R"({"function_score":{"field_value_factor":{"field":"x"}}})");
  EXPECT_EQ(single.functions.size(), 1u);
  const auto filters = parsed<engine::FunctionScoreQuery>(
      R"({"function_score":{"functions":[{"filter":[{"term":{"a":1}},{"term":{"b":2}}],"weight":3}]}})");
  EXPECT_EQ(std::get<engine::TermQuery>(filters.functions[0].filter->node).field, "b");
}

TEST(ParseQuery, SaysWhatItDoesNotKnowAndWhere) {
  const Error unknown = refused("{\"bool\":{\"must\":[\n  {\"macth\":{\"title\":\"x\"}}]}}");
  EXPECT_EQ(unknown.kind, "parsing_exception");
  EXPECT_EQ(unknown.message, "unknown query [macth] did you mean [match]?");
  EXPECT_EQ(unknown.position->line, 2u);
  EXPECT_THAT(refused(R"({"match":{"title":{"query":"x","fuzzines":1}}})").message, HasSubstr("[fuzzines]"));
  EXPECT_THAT(refused(R"({"match":{"a":"x","b":"y"}})").message, HasSubstr("multiple fields"));
  EXPECT_THAT(refused(R"({"match":{"a":{"query":"x","fuzziness":3}}})").message, HasSubstr("[3]"));
  EXPECT_THAT(refused(R"({"term":{"a":["x"]}})").message, HasSubstr("array"));
  EXPECT_THAT(refused(R"({"match_all":{},"match_none":{}})").message, HasSubstr("END_OBJECT"));
  EXPECT_THAT(refused(R"({"multi_match":{"query":"x","type":"phrase","fuzziness":1}})").message,
              HasSubstr("Fuzziness not allowed for type [phrase]"));
  refused("{}");
  refused("[]");
}

TEST(ParseQuery, BoundsNestingAndClauses) {
  std::string deep = R"({"match_all":{}})";
  for (int i = 0; i < 40; ++i) deep = R"({"bool":{"must":)" + deep + "}}";
  EXPECT_THAT(refused(deep).message, HasSubstr("max_nested_depth"));
  std::string wide = R"({"bool":{"should":[)";
  for (int i = 0; i < 10'000; ++i) wide += R"({"term":{"a":1}},)";
  wide.back() = ']';
  EXPECT_EQ(refused(wide + "}}").kind, "too_many_clauses");
}

TEST(ParseQuery, NotesNamedClauses) {
  const std::string text = R"({"bool":{"should":[{"term":{"a":{"value":1,"_name":"first"}}}]}})";
  Result<JsonDocument> document = JsonDocument::parse(text);
  QueryParser parser;
  ASSERT_TRUE(parser.parse(document->root()).ok());
  EXPECT_TRUE(parser.saw_names());
}

}  // namespace
}  // namespace aisle::server::es_api
