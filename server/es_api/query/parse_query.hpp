#pragma once
// START HERE for the query language: a JSON query -> the engine's query tree. One file per family of clauses beside
// this one.

#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "engine/query/ast/query.hpp"
#include "base/json/json_document.hpp"

namespace aisle::server::es_api {

struct QueryLimits {
  std::uint32_t max_depth = 30;       ///< nested clauses, as indices.query.bool.max_nested_depth
  std::uint32_t max_clauses = 4'096;  ///< clauses in the whole query, as indices.query.bool.max_clause_count
};

/// What is counted while one query is read. Make one per request body; not thread-safe.
class QueryParser {
 public:
  explicit QueryParser(QueryLimits limits = {}) : limits_(limits) {}

  /// Reads {"clause": {...}}. Errors carry Elasticsearch's exception type as kind and the position.
  Result<engine::QueryPtr> parse(JsonValue query);
  /// Reads one query or an array of them.
  Result<std::vector<engine::QueryPtr>> parse_list(JsonValue queries);

  /// True once some clause had a `_name`.
  bool saw_names() const { return saw_names_; }

 private:
  QueryLimits limits_;
  std::uint32_t depth_ = 0;
  std::uint32_t clauses_ = 0;
  bool saw_names_ = false;
};

/// Reads one query with default limits.
Result<engine::QueryPtr> parse_query(JsonValue query);

}  // namespace aisle::server::es_api
