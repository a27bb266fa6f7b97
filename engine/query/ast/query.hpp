#pragma once
// The query tree as a client means it: plain data, one struct per clause, in Elasticsearch's words and defaults.
//
// Texts are not analysed yet and field names not resolved; query/rewrite does both against a snapshot. The tree owns
// its strings and may be used from any thread while nobody changes it.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/value.hpp"

namespace aisle::engine {

struct Query;
/// Deep-owning pointer to a sub-query; never null in a finished tree except where a field's comment says so.
using QueryPtr = std::shared_ptr<const Query>;

enum class Operator : std::uint8_t { or_, and_ };

/// Edit distance allowed for a term: a fixed number, or by the term's length in code points (AUTO:low,high).
struct Fuzziness {
  bool is_auto = false;
  std::uint8_t edits = 0;  ///< 0, 1 or 2, when fixed
  std::uint32_t low = 3;   ///< AUTO: shorter terms get 0 edits
  std::uint32_t high = 6;  ///< AUTO: terms this long or longer get 2, those between get 1
};

struct FuzzyOptions {
  std::uint32_t prefix_length = 0;
  std::uint32_t max_expansions = 50;
  bool transpositions = true;
};

struct MatchAllQuery {};
struct MatchNoneQuery {};

struct MatchQuery {
  std::string field;
  Value text;
  Operator op = Operator::or_;
  std::string minimum_should_match;  ///< as written: "2", "-1", "75%", "2<75% 5<-2"; empty: none
  std::optional<Fuzziness> fuzziness;
  FuzzyOptions fuzzy;
  std::string analyzer;  ///< empty: the field's search analyzer
  bool lenient = false;
  bool zero_terms_all = false;  ///< zero_terms_query: all
  bool auto_generate_synonyms_phrase_query = true;
};

struct MatchPhraseQuery {
  std::string field;
  Value text;
  std::uint32_t slop = 0;
  std::string analyzer;
  bool zero_terms_all = false;
  bool is_prefix = false;  ///< match_phrase_prefix: the last term is a prefix
  std::uint32_t max_expansions = 50;
};

struct MatchBoolPrefixQuery {
  std::string field;
  Value text;
  Operator op = Operator::or_;
  std::string minimum_should_match;
  std::optional<Fuzziness> fuzziness;
  FuzzyOptions fuzzy;
  std::string analyzer;
};

/// A field (or pattern with `*`) and its boost, of "title^3".
struct BoostedField {
  std::string pattern;
  float boost = 1.0F;
};

struct MultiMatchQuery {
  enum class Type : std::uint8_t { best_fields, most_fields, cross_fields, phrase, phrase_prefix, bool_prefix };
  std::vector<BoostedField> fields;  ///< empty: every text and keyword field
  Value text;
  Type type = Type::best_fields;
  Operator op = Operator::or_;
  std::string minimum_should_match;
  std::optional<Fuzziness> fuzziness;
  FuzzyOptions fuzzy;
  std::optional<float> tie_breaker;  ///< default by type: best_fields 0, most_fields 1, cross_fields 0
  std::string analyzer;
  std::uint32_t slop = 0;
  bool lenient = false;
  bool zero_terms_all = false;
  bool auto_generate_synonyms_phrase_query = true;
};

struct TermQuery {
  std::string field;
  Value value;
  bool case_insensitive = false;
};

struct TermsQuery {
  std::string field;
  std::vector<Value> values;
};

/// Bounds as given; a null bound is open. Dates may be date math ("now-1d/d").
struct RangeQuery {
  std::string field;
  Value from;
  Value to;
  bool include_from = true;
  bool include_to = true;
  std::string format;     ///< date fields: overrides the field's
  std::string time_zone;  ///< date fields
};

struct ExistsQuery {
  std::string field;  ///< an object's name means any of its fields
};

struct PrefixQuery {
  std::string field;
  std::string value;
  bool case_insensitive = false;
};

struct WildcardQuery {
  std::string field;
  std::string pattern;  ///< `*` any run, `?` one character, `\` escapes
  bool case_insensitive = false;
};

struct FuzzyQuery {
  std::string field;
  Value value;
  Fuzziness fuzziness{.is_auto = true};
  FuzzyOptions fuzzy;
};

struct IdsQuery {
  std::vector<std::string> ids;
};

struct BoolQuery {
  std::vector<QueryPtr> must;
  std::vector<QueryPtr> should;
  std::vector<QueryPtr> filter;
  std::vector<QueryPtr> must_not;
  /// As written; empty: 1 when there are should clauses and neither must nor filter, else 0.
  std::string minimum_should_match;
};

struct DisMaxQuery {
  std::vector<QueryPtr> queries;
  float tie_breaker = 0.0F;
};

struct ConstantScoreQuery {
  QueryPtr filter;
};

struct BoostingQuery {
  QueryPtr positive;
  QueryPtr negative;
  float negative_boost = 0.5F;
};

/// function_score's functions. A function applies to documents that match its filter (null: to all).
struct FieldValueFactor {
  enum class Modifier : std::uint8_t { none, log, log1p, log2p, ln, ln1p, ln2p, square, sqrt, reciprocal };
  std::string field;
  float factor = 1.0F;
  Modifier modifier = Modifier::none;
  std::optional<double> missing;
};
struct RandomScore {
  std::optional<std::int64_t> seed;  ///< none: differs from request to request
  std::string field;                 ///< empty: by document id
};
struct DecayFunction {
  enum class Shape : std::uint8_t { gauss, exp, linear };
  Shape shape = Shape::gauss;
  std::string field;
  Value origin;  ///< null on date fields: now
  Value scale;   ///< a number, or a time ("14d") on date fields
  Value offset;
  double decay = 0.5;
};
struct ScoreFunction {
  QueryPtr filter;              ///< null: every document
  std::optional<float> weight;  ///< multiplies the function's value; alone it is the value
  std::variant<std::monostate, FieldValueFactor, RandomScore, DecayFunction> function;
};
struct FunctionScoreQuery {
  enum class ScoreMode : std::uint8_t { multiply, sum, avg, first, max, min };
  enum class BoostMode : std::uint8_t { multiply, replace, sum, avg, max, min };
  QueryPtr query;  ///< null: match_all
  std::vector<ScoreFunction> functions;
  ScoreMode score_mode = ScoreMode::multiply;
  BoostMode boost_mode = BoostMode::multiply;
  float max_boost = 3.4028235e38F;
  std::optional<float> min_score;
};

/// A clause with what every clause may carry.
struct Query {
  using Node = std::variant<MatchAllQuery, MatchNoneQuery, MatchQuery, MatchPhraseQuery, MatchBoolPrefixQuery,
                            MultiMatchQuery, TermQuery, TermsQuery, RangeQuery, ExistsQuery, PrefixQuery, WildcardQuery,
                            FuzzyQuery, IdsQuery, BoolQuery, DisMaxQuery, ConstantScoreQuery, BoostingQuery,
                            FunctionScoreQuery>;
  Node node;
  float boost = 1.0F;
  std::string name;  ///< `_name`, for matched_queries; empty: none
};

template <class Clause>
QueryPtr make_query(Clause clause, float boost = 1.0F, std::string name = {}) {
  return std::make_shared<const Query>(Query{std::move(clause), boost, std::move(name)});
}

}  // namespace aisle::engine
