#pragma once
// The frame that the endpoints of this folder and its siblings share: a request in, a response or an error out.

#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/json/json_document.hpp"
#include "base/json/json_writer.hpp"
#include "server/es_api/errors/es_error.hpp"
#include "server/es_api/errors/response_options.hpp"
#include "server/es_api/indices/index_registry.hpp"
#include "server/http/router.hpp"

namespace aisle::server::es_api {

/// What handlers work on; outlives the router.
struct EsContext {
  IndexRegistry& registry;
  const Clock& clock;
  std::string node_name = "aisle";
  std::string cluster_name = "aisle";
  std::string publish_address = "127.0.0.1:9200";
};

using Endpoint = std::function<Result<http::Response>(const http::Request&)>;

/// Adds an endpoint whose answer is at hand when it returns: errors become Elasticsearch's envelope, response options
/// are applied.
void add_endpoint(http::Router& router, http::Method method, std::string_view pattern, http::EndpointClass endpoint_class,
                  Endpoint endpoint);
/// Answers with an error in the frame of a request.
void send_error(const http::Request& request, http::Reply& reply, const Error& error, const ErrorPlace& place = {});

template <class Write>
http::Response json_response(Write write, int status = 200) {
  http::Response response;
  response.status = status;
  JsonWriter writer(response.body);
  write(writer);
  return response;
}

/// `{"acknowledged":true}`
http::Response acknowledged();
/// Writes `"_shards":{...}` for `total` shards that all worked.
void write_shards(JsonWriter& writer, std::size_t total);

/// The body as JSON; an empty body is `{}`.
Result<JsonDocument> parse_body(const http::Request& request);

/// The indices of `{index}` (or all), by the request's ignore_unavailable, allow_no_indices and expand_wildcards.
Result<std::vector<IndexPtr>> resolve_indices(const EsContext& context, const http::Request& request,
                                              ResolveOptions options = {});

}  // namespace aisle::server::es_api
