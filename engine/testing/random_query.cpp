#include "engine/testing/random_query.hpp"

#include <string>

#include "engine/testing/test_catalog.hpp"

namespace aisle::engine::testing {
namespace {

std::string phrase(std::mt19937& random, std::size_t most) {
  std::string text = random_word(random);
  for (std::size_t i = random() % most; i > 0; --i) text += ' ' + random_word(random);
  return text;
}

std::string text_field(std::mt19937& random) { return random() % 2 == 0 ? "title" : "body"; }

Fuzziness edits(std::uint8_t count) { return Fuzziness{.is_auto = false, .edits = count}; }

std::string misspelt(std::mt19937& random) {
  std::string word = random_word(random);
  word[random() % word.size()] = static_cast<char>('a' + random() % 26);
  return word;
}

MatchQuery match(std::mt19937& random) {
  MatchQuery query{.field = text_field(random), .text = phrase(random, 4)};
  if (random() % 3 == 0) query.op = Operator::and_;
  if (query.op == Operator::or_ && random() % 3 == 0) query.minimum_should_match = random() % 2 == 0 ? "1" : "75%";
  if (random() % 5 == 0) {
    query.text = misspelt(random);
    query.fuzziness = edits(static_cast<std::uint8_t>(1 + random() % 2));
    query.fuzzy.max_expansions = random() % 2 == 0 ? 3 : 50;
  }
  return query;
}

MultiMatchQuery multi_match(std::mt19937& random) {
  MultiMatchQuery query;
  query.fields = {{"title", 3.0F}, {"body", 1.0F}};
  if (random() % 2 == 0) query.fields.push_back({"title", 1.0F}), query.fields.pop_back();
  query.text = phrase(random, 3);
  query.op = random() % 2 == 0 ? Operator::and_ : Operator::or_;
  const MultiMatchQuery::Type types[] = {MultiMatchQuery::Type::best_fields, MultiMatchQuery::Type::most_fields,
                                         MultiMatchQuery::Type::cross_fields};
  query.type = types[random() % 3];
  if (random() % 3 == 0) query.tie_breaker = 0.5F;
  return query;
}

RangeQuery range(std::mt19937& random) {
  RangeQuery query;
  if (random() % 3 == 0) {
    query.field = "brand";
    if (random() % 2 == 0) query.from = std::string("b");
    query.to = std::string("ember");
  } else if (random() % 2 == 0) {
    query.field = "stock";
    query.from = static_cast<std::int64_t>(random() % 40);
    if (random() % 2 == 0) query.to = static_cast<std::int64_t>(30 + random() % 20);
  } else {
    query.field = "price";
    query.from = static_cast<double>(random() % 5000) / 100.0;
    query.to = static_cast<double>(random() % 10000) / 100.0;
  }
  query.include_from = random() % 2 == 0;
  query.include_to = random() % 2 == 0;
  return query;
}

TermQuery term(std::mt19937& random) {
  switch (random() % 5) {
    case 0: return {.field = "brand", .value = std::string(random() % 2 == 0 ? "acme" : "dune")};
    case 1: return {.field = "tags", .value = std::string(random() % 2 == 0 ? "sale" : "eco")};
    case 2: return {.field = "flag", .value = random() % 2 == 0};
    case 3: return {.field = "stock", .value = static_cast<std::int64_t>(random() % 50)};
    default: return {.field = text_field(random), .value = random_word(random)};
  }
}

FunctionScoreQuery function_score(std::mt19937& random, int depth) {
  FunctionScoreQuery query;
  query.query = random_query(random, depth - 1);
  if (random() % 3 != 0) {
    query.functions.push_back({.filter = make_query(term(random)), .weight = 2.5F, .function = {}});
  }
  query.functions.push_back(
      {.filter = nullptr,
       .weight = random() % 2 == 0 ? std::optional(0.5F) : std::nullopt,
       .function = FieldValueFactor{.field = "price", .factor = 1.5F, .modifier = FieldValueFactor::Modifier::log1p, .missing = 2.0}});
  if (random() % 3 == 0) query.min_score = 1.0F;
  query.score_mode = static_cast<FunctionScoreQuery::ScoreMode>(random() % 6);
  query.boost_mode = static_cast<FunctionScoreQuery::BoostMode>(random() % 6);
  if (random() % 4 == 0) query.max_boost = 1.25F;
  return query;
}

std::vector<QueryPtr> some(std::mt19937& random, int depth, std::size_t most) {
  std::vector<QueryPtr> queries;
  for (std::size_t i = random() % (most + 1); i > 0; --i) queries.push_back(random_query(random, depth - 1));
  return queries;
}

BoolQuery boolean(std::mt19937& random, int depth) {
  BoolQuery query;
  query.must = some(random, depth, 2);
  query.should = some(random, depth, 3);
  query.filter = some(random, depth, 1);
  if (random() % 3 == 0) query.must_not = some(random, depth, 1);
  if (query.should.size() > 1 && random() % 3 == 0) query.minimum_should_match = "2";
  return query;
}

DisMaxQuery dis_max(std::mt19937& random, int depth) {
  DisMaxQuery query;
  query.queries = some(random, depth, 2);
  query.queries.push_back(random_query(random, depth - 1));
  query.tie_breaker = random() % 2 == 0 ? 0.0F : 0.25F;
  return query;
}

QueryPtr compound(std::mt19937& random, int depth, float boost) {
  switch (random() % 6) {
    case 0: return make_query(dis_max(random, depth), boost);
    case 1: return make_query(ConstantScoreQuery{random_query(random, depth - 1)}, boost);
    case 2: return make_query(BoostingQuery{random_query(random, depth - 1), make_query(term(random)), 0.25F}, boost);
    case 3: return make_query(function_score(random, depth), boost);
    default: return make_query(boolean(random, depth), boost);
  }
}

QueryPtr leaf(std::mt19937& random, float boost) {
  switch (random() % 14) {
    case 0: return make_query(multi_match(random), boost);
    case 1: return make_query(MatchPhraseQuery{.field = "title", .text = phrase(random, 3)}, boost);
    case 2: return make_query(range(random), boost);
    case 3: return make_query(ExistsQuery{random() % 2 == 0 ? "price" : "title"}, boost);
    case 4: return make_query(PrefixQuery{.field = text_field(random), .value = random_word(random).substr(0, 1 + random() % 2)}, boost);
    case 5: return make_query(WildcardQuery{.field = "title", .pattern = "*" + random_word(random).substr(1, 2) + "?"}, boost);
    case 6: return make_query(FuzzyQuery{.field = text_field(random), .value = misspelt(random), .fuzziness = edits(2)}, boost);
    case 7: return make_query(IdsQuery{{"p" + std::to_string(random() % 4000), "p7", "p99999"}}, boost);
    case 8: return make_query(TermsQuery{.field = "tags", .values = {std::string("new"), std::string("sale")}}, boost);
    case 9: return make_query(MatchBoolPrefixQuery{.field = "title", .text = phrase(random, 2)}, boost);
    case 10:
    case 11: return make_query(term(random), boost);
    default: return make_query(match(random), boost);
  }
}

}  // namespace

QueryPtr random_query(std::mt19937& random, int depth) {
  const float boost = random() % 4 == 0 ? 1.5F : 1.0F;
  if (depth > 0 && random() % 2 == 0) return compound(random, depth, boost);
  return leaf(random, boost);
}

namespace {

std::string text_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
  return is_null(value) ? "null" : "flag";
}

std::string list(const char* name, const std::vector<QueryPtr>& queries) {
  std::string text = std::string(name) + "(";
  for (const QueryPtr& query : queries) text += describe(query) + " ";
  return text + ")";
}

struct Describe {
  std::string operator()(const BoolQuery& q) const {
    return "bool[" + list("must", q.must) + list("should", q.should) + list("filter", q.filter) +
           list("must_not", q.must_not) + q.minimum_should_match + "]";
  }
  std::string operator()(const DisMaxQuery& q) const {
    return list("dis_max", q.queries) + "tie " + std::to_string(q.tie_breaker);
  }
  std::string operator()(const ConstantScoreQuery& q) const { return "constant(" + describe(q.filter) + ")"; }
  std::string operator()(const BoostingQuery& q) const {
    return "boosting(" + describe(q.positive) + ", " + describe(q.negative) + ")";
  }
  std::string operator()(const FunctionScoreQuery& q) const {
    return "function_score(" + describe(q.query) + (q.min_score ? " min_score" : "") + " modes " +
           std::to_string(static_cast<int>(q.score_mode)) + " " + std::to_string(static_cast<int>(q.boost_mode)) +
           " functions " + std::to_string(q.functions.size()) + ")";
  }
  std::string operator()(const MatchQuery& q) const {
    return q.field + ":match(" + text_of(q.text) + (q.op == Operator::and_ ? " and" : "") + q.minimum_should_match +
           (q.fuzziness ? " fuzzy)" : ")");
  }
  std::string operator()(const MatchPhraseQuery& q) const { return q.field + ":phrase(" + text_of(q.text) + ")"; }
  std::string operator()(const MatchBoolPrefixQuery& q) const { return q.field + ":bool_prefix(" + text_of(q.text) + ")"; }
  std::string operator()(const MultiMatchQuery& q) const {
    return "multi_match(" + text_of(q.text) + " type " + std::to_string(static_cast<int>(q.type)) + ")";
  }
  std::string operator()(const TermQuery& q) const { return q.field + ":" + text_of(q.value); }
  std::string operator()(const RangeQuery& q) const { return q.field + ":range(" + text_of(q.from) + "," + text_of(q.to) + ")"; }
  std::string operator()(const PrefixQuery& q) const { return q.field + ":" + q.value + "*"; }
  std::string operator()(const FuzzyQuery& q) const { return q.field + ":" + text_of(q.value) + "~"; }
  std::string operator()(const WildcardQuery& q) const { return q.field + ":" + q.pattern; }
  template <class Leaf>
  std::string operator()(const Leaf&) const { return "leaf"; }
};

}  // namespace

std::string describe(const QueryPtr& query) {
  if (query == nullptr) return "null";
  const std::string text = std::visit(Describe{}, query->node);
  return query->boost == 1.0F ? text : text + "^" + std::to_string(query->boost);
}

}  // namespace aisle::engine::testing
