#pragma once
// The readers of the clauses, by Elasticsearch's names. Each is given the clause's body.

#include "base/result.hpp"
#include "engine/query/ast/query.hpp"
#include "server/es_api/query/clause_reader.hpp"
#include "server/es_api/query/parse_query.hpp"

namespace aisle::server::es_api {

// full_text_clauses.cpp
Result<engine::QueryPtr> parse_match(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_match_phrase(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_match_phrase_prefix(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_match_bool_prefix(JsonValue body, QueryParser& parser);

// multi_match_clause.cpp
Result<engine::QueryPtr> parse_multi_match(JsonValue body, QueryParser& parser);

// term_clauses.cpp
Result<engine::QueryPtr> parse_term(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_terms(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_exists(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_ids(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_prefix(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_wildcard(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_fuzzy(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_match_all(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_match_none(JsonValue body, QueryParser& parser);

// range_clause.cpp
Result<engine::QueryPtr> parse_range(JsonValue body, QueryParser& parser);

// compound_clauses.cpp
Result<engine::QueryPtr> parse_bool(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_dis_max(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_constant_score(JsonValue body, QueryParser& parser);
Result<engine::QueryPtr> parse_boosting(JsonValue body, QueryParser& parser);

// function_score_clause.cpp
Result<engine::QueryPtr> parse_function_score(JsonValue body, QueryParser& parser);

/// `fuzziness`: 0, 1, 2, "AUTO", "AUTO:3,6", in any case, as number or text.
Result<engine::Fuzziness> read_fuzziness(std::string_view clause, const JsonMember& member);

/// Reads fuzzy_transpositions, prefix_length, max_expansions; true when the member was one of them.
Result<bool> read_fuzzy_option(std::string_view clause, const JsonMember& member, engine::FuzzyOptions& options);

Result<engine::Operator> read_operator(std::string_view clause, const JsonMember& member);

template <class Clause>
engine::QueryPtr finish(Clause clause, const CommonParameters& common) {
  return engine::make_query(std::move(clause), common.boost, common.name);
}

}  // namespace aisle::server::es_api
