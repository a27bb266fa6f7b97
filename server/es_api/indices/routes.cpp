#include "server/es_api/indices/routes.hpp"

namespace aisle::server::es_api {

void add_es_routes(http::Router& router, const EsContext& context) {
  add_index_routes(router, context);
  add_alias_routes(router, context);
  add_maintenance_routes(router, context);
  add_analyze_routes(router, context);
  add_document_routes(router, context);
  add_bulk_routes(router, context);
  add_cluster_routes(router, context);
}

}  // namespace aisle::server::es_api
