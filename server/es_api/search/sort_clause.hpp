#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/query/search_request.hpp"
#include "base/json/json_document.hpp"

namespace aisle::server::es_api {

/// Reads `sort`: "price", {"price": "asc"}, {"price": {...}}, or an array of these. `_score` defaults to descending,
/// everything else to ascending.
Result<std::vector<engine::SortKey>> parse_sort(JsonValue value);

/// Reads the URL's form: "price:desc,_score".
Result<std::vector<engine::SortKey>> parse_sort_parameter(std::string_view text);

}  // namespace aisle::server::es_api
