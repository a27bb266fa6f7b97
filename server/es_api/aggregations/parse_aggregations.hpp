#pragma once
// START HERE for aggregations as clients write them: the value of `aggs` / `aggregations` -> the engine's tree. One
// file per family of types beside this one; the answer's side is write_aggregations.hpp.

#include <vector>

#include "base/result.hpp"
#include "engine/aggregate/aggregation.hpp"
#include "base/json/json_document.hpp"
#include "server/es_api/query/parse_query.hpp"

namespace aisle::server::es_api {

/// Reads {"name": {"type": {...}, "aggs": {...}, "meta": {...}}, ...}; an empty array is an empty map, as PHP writes
/// it. `meta` is kept as JSON in Aggregation::annotation. Queries inside count against `queries`' limits.
/// Errors carry Elasticsearch's exception type as kind and the position.
Result<std::vector<engine::Aggregation>> parse_aggregations(JsonValue aggregations, QueryParser& queries);

}  // namespace aisle::server::es_api
