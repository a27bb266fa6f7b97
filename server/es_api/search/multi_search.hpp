#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/es_api/errors/es_error.hpp"
#include "server/es_api/indices/index_registry.hpp"
#include "server/es_api/search/search_body.hpp"

namespace aisle::server::es_api {

/// Runs an NDJSON body of header and search lines one after another; a search that fails gives its error in its place.
/// `default_index` stands in for headers without an index. Errors: a body that is no such NDJSON.
std::optional<http::Response> run_multi_search(IndexRegistry& registry, std::string_view default_index, std::string_view text,
                                        const UrlParameters& url, std::string& out);

}  // namespace aisle::server::es_api
