#include "server/es_api/query/parse_query.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "server/es_api/query/clauses.hpp"
#include "server/es_api/query/did_you_mean.hpp"

namespace aisle::server::es_api {
namespace {

using ClauseParser = Result<engine::QueryPtr> (*)(JsonValue, QueryParser&);

constexpr std::array<std::pair<std::string_view, ClauseParser>, 20> kClauses{{
    {"bool", parse_bool},
    {"boosting", parse_boosting},
    {"constant_score", parse_constant_score},
    {"dis_max", parse_dis_max},
    {"exists", parse_exists},
    {"function_score", parse_function_score},
    {"fuzzy", parse_fuzzy},
    {"ids", parse_ids},
    {"match", parse_match},
    {"match_all", parse_match_all},
    {"match_bool_prefix", parse_match_bool_prefix},
    {"match_none", parse_match_none},
    {"match_phrase", parse_match_phrase},
    {"match_phrase_prefix", parse_match_phrase_prefix},
    {"multi_match", parse_multi_match},
    {"prefix", parse_prefix},
    {"range", parse_range},
    {"term", parse_term},
    {"terms", parse_terms},
    {"wildcard", parse_wildcard},
}};

Error unknown_query(const JsonMember& clause) {
  std::array<std::string_view, kClauses.size()> names;
  std::transform(kClauses.begin(), kClauses.end(), names.begin(), [](const auto& entry) { return entry.first; });
  return parse_error("unknown query [" + std::string(clause.name) + "]" + did_you_mean(clause.name, names),
                     clause.value);
}

/// Counts a level of nesting for as long as it lives.
class DepthGuard {
 public:
  explicit DepthGuard(std::uint32_t& depth) : depth_(depth) { ++depth_; }
  ~DepthGuard() { --depth_; }
  DepthGuard(const DepthGuard&) = delete;
  DepthGuard& operator=(const DepthGuard&) = delete;

 private:
  std::uint32_t& depth_;
};

}  // namespace

Result<engine::QueryPtr> QueryParser::parse(JsonValue query) {
  const DepthGuard guard(depth_);
  if (depth_ > limits_.max_depth) {
    return parse_error("The nested depth of the query exceeds the maximum nested depth for queries set in "
                       "[indices.query.bool.max_nested_depth]: " + std::to_string(limits_.max_depth),
                       query, "illegal_argument_exception");
  }
  if (++clauses_ > limits_.max_clauses) {
    return parse_error("maxClauseCount is set to " + std::to_string(limits_.max_clauses), query, "too_many_clauses");
  }
  if (!query.is_object()) return parse_error("[_na] query malformed, must start with start_object", query);
  if (query.size() == 0) {
    return parse_error("query malformed, empty clause found", query, "illegal_argument_exception");
  }
  const JsonMember clause = *query.members().begin();
  const auto known = std::find_if(kClauses.begin(), kClauses.end(),
                                  [&](const auto& entry) { return entry.first == clause.name; });
  if (known == kClauses.end()) return unknown_query(clause);
  if (query.size() > 1) {
    auto second = query.members().begin();
    ++second;
    return parse_error("[" + std::string(clause.name) + "] malformed query, expected [END_OBJECT] but found [FIELD_NAME]",
                       (*second).name_value);
  }
  Result<engine::QueryPtr> parsed = known->second(clause.value, *this);
  if (parsed && !(*parsed)->name.empty()) saw_names_ = true;
  return parsed;
}

Result<std::vector<engine::QueryPtr>> QueryParser::parse_list(JsonValue queries) {
  std::vector<engine::QueryPtr> parsed;
  if (!queries.is_array()) {
    Result<engine::QueryPtr> one = parse(queries);
    if (!one) return std::move(one).error();
    parsed.push_back(std::move(*one));
    return parsed;
  }
  for (const JsonValue query : queries.elements()) {
    Result<engine::QueryPtr> one = parse(query);
    if (!one) return std::move(one).error();
    parsed.push_back(std::move(*one));
  }
  return parsed;
}

Result<engine::QueryPtr> parse_query(JsonValue query) { return QueryParser().parse(query); }

}  // namespace aisle::server::es_api
