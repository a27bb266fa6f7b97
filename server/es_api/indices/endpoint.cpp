#include "server/es_api/indices/endpoint.hpp"

#include <utility>

namespace aisle::server::es_api {

void add_endpoint(http::Router& router, http::Method method, std::string_view pattern, http::EndpointClass endpoint_class,
                  Endpoint endpoint) {
  router.add(method, pattern, endpoint_class, [run = std::move(endpoint)](const http::Request& request, http::Reply reply) {
    auto response = run(request);
    if (!response) return send_error(request, reply, response.error());
    apply_response_options(request, *response);
    reply.send(std::move(*response));
  });
}

void send_error(const http::Request& request, http::Reply& reply, const Error& error, const ErrorPlace& place) {
  http::Response response = error_response(error, place);
  apply_response_options(request, response);
  reply.send(std::move(response));
}

http::Response acknowledged() {
  http::Response response;
  response.body = R"({"acknowledged":true})";
  return response;
}

void write_shards(JsonWriter& writer, std::size_t total) {
  writer.key("_shards").begin_object();
  writer.field("total", std::uint64_t{total}).field("successful", std::uint64_t{total}).field("failed", 0).end_object();
}

Result<JsonDocument> parse_body(const http::Request& request) {
  const bool empty = request.body.find_first_not_of(" \t\r\n") == std::string::npos;
  return JsonDocument::parse(empty ? std::string_view("{}") : std::string_view(request.body));
}

Result<std::vector<IndexPtr>> resolve_indices(const EsContext& context, const http::Request& request, ResolveOptions options) {
  options.ignore_unavailable |= query_flag(request, "ignore_unavailable");
  if (request.query_value("allow_no_indices") == "false") options.allow_no_indices = false;
  const std::string_view expand = request.query_value("expand_wildcards");
  if (!expand.empty()) {
    const bool all = expand.find("all") != std::string_view::npos;
    options.expand_open = all || expand.find("open") != std::string_view::npos;
    options.expand_closed = all || expand.find("closed") != std::string_view::npos;
  }
  return context.registry.resolve(request.param("index"), options);
}

}  // namespace aisle::server::es_api
