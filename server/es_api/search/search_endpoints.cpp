#include "server/es_api/search/search_endpoints.hpp"

#include "server/es_api/errors/response_options.hpp"
#include "server/es_api/search/multi_search.hpp"
#include "server/es_api/search/run_search.hpp"

namespace aisle::server::es_api {
namespace {

using Run = std::optional<http::Response> (*)(IndexRegistry&, std::string_view, std::string_view, const UrlParameters&,
                                       std::string&);

// A body may also come as the URL parameter `source`, for clients that cannot send one with GET.
std::string_view body_of(const http::Request& request) {
  return request.body.empty() ? request.query_value("source") : std::string_view(request.body);
}

http::Handler handler(IndexRegistry& registry, Run run) {
  return [&registry, run](const http::Request& request, http::Reply reply) {
    http::Response response;
    if (auto failed = run(registry, request.param("index"), body_of(request), request.query, response.body)) {
      response = std::move(*failed);
    }
    apply_response_options(request, response);
    reply.send(std::move(response));
  };
}

}  // namespace

void add_search_routes(http::Router& router, IndexRegistry& registry) {
  const auto add = [&](std::string_view pattern, Run run) {
    router.add(http::Method::get, pattern, http::EndpointClass::search, handler(registry, run));
    router.add(http::Method::post, pattern, http::EndpointClass::search, handler(registry, run));
  };
  add("/_search", run_search);
  add("/{index}/_search", run_search);
  add("/_count", run_count);
  add("/{index}/_count", run_count);
  add("/_msearch", run_multi_search);
  add("/{index}/_msearch", run_multi_search);
}

}  // namespace aisle::server::es_api
