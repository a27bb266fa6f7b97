#pragma once
// _search, _msearch and _count.

#include "server/es_api/indices/index_registry.hpp"
#include "server/http/router.hpp"

namespace aisle::server::es_api {

/// Adds the routes. `registry` must outlive the router.
void add_search_routes(http::Router& router, IndexRegistry& registry);

}  // namespace aisle::server::es_api
