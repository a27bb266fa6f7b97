#pragma once
// START HERE to wire: the endpoints of indices, documents and cluster. The context must outlive the router.

#include "server/es_api/indices/endpoint.hpp"

namespace aisle::server::es_api {

void add_index_routes(http::Router& router, const EsContext& context);        ///< /{index}, _mapping, _settings
void add_alias_routes(http::Router& router, const EsContext& context);        ///< _aliases, _alias
void add_maintenance_routes(http::Router& router, const EsContext& context);  ///< _refresh, _flush, _stats, _close, ...
void add_analyze_routes(http::Router& router, const EsContext& context);      ///< _analyze
void add_document_routes(http::Router& router, const EsContext& context);     ///< _doc, _create, _source, _update, _mget
void add_bulk_routes(http::Router& router, const EsContext& context);         ///< _bulk
void add_cluster_routes(http::Router& router, const EsContext& context);      ///< /, _cluster, _nodes, _cat

/// All of the above.
void add_es_routes(http::Router& router, const EsContext& context);

}  // namespace aisle::server::es_api
