#pragma once
// What every endpoint lets the caller ask of a JSON response: `filter_path` and `pretty`.

#include <string>
#include <string_view>

#include "server/http/request.hpp"
#include "server/http/response.hpp"

namespace aisle::server::es_api {

/// Applies `filter_path` (patterns of dotted paths; `*` and `**`; a leading '-' excludes) and `pretty` to a JSON body.
/// Other bodies are left alone. Filtering streams over the body once per kind of pattern.
void apply_response_options(const http::Request& request, http::Response& response);

/// `json` with line breaks and two blanks per level, as Elasticsearch prints with `pretty`.
std::string prettify(std::string_view json);

/// A flag of the query: present and not "false".
bool query_flag(const http::Request& request, std::string_view name);

}  // namespace aisle::server::es_api
