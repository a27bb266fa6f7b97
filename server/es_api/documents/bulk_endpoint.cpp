// POST and PUT _bulk.

#include <utility>

#include "server/es_api/documents/document_writer.hpp"
#include "server/es_api/documents/write_completion.hpp"
#include "server/es_api/indices/routes.hpp"

namespace aisle::server::es_api {
namespace {

using http::Request;
using http::Response;

void write_item(JsonWriter& writer, const WriteResult& item, bool forced_refresh) {
  writer.begin_object().key(to_string(item.kind)).begin_object();
  if (item.error) {
    writer.field("_index", item.index).field("_id", item.id).field("status", item.status).key("error").begin_object();
    write_exception(writer, es_error(*item.error, {item.index, item.index_uuid}));
    writer.end_object();
  } else {
    write_result_members(writer, item, forced_refresh);
    writer.field("status", item.status);
  }
  writer.end_object().end_object();
}

Response bulk_response(std::int64_t took_ms, const std::vector<WriteResult>& items, bool forced_refresh) {
  bool errors = false;
  for (const WriteResult& item : items) errors |= item.error.has_value();
  Response response;
  response.body.reserve(64 + items.size() * 200);
  JsonWriter writer(response.body);
  writer.begin_object().field("errors", errors).field("took", took_ms).key("items").begin_array();
  for (const WriteResult& item : items) write_item(writer, item, forced_refresh);
  writer.end_array().end_object();
  return response;
}

/// Reads the whole body before anything is written, so that a malformed line changes nothing.
Result<std::vector<BulkAction>> read_actions(const Request& request) {
  if (!request.body.empty() && request.body.back() != '\n') {
    return illegal_argument("The bulk request must be terminated by a newline [\\n]");
  }
  std::vector<BulkAction> actions;
  BulkBody body(request.body);
  for (;;) {
    auto action = body.next();
    if (!action) return std::move(action).error();
    if (!*action) break;
    if ((*action)->index.empty()) (*action)->index = std::string(request.param("index"));
    if ((*action)->pipeline.empty()) (*action)->pipeline = std::string(request.query_value("pipeline"));
    (*action)->require_alias |= query_flag(request, "require_alias");
    actions.push_back(std::move(**action));
  }
  if (actions.empty()) return Error{ErrorCode::invalid_argument, "Validation Failed: 1: no requests added;", "action_request_validation"};
  return actions;
}

void bulk(const EsContext& context, const Request& request, http::Reply reply) {
  const Stopwatch watch;
  auto policy = refresh_policy(request.query_value("refresh"), request.has_query("refresh"));
  if (!policy) return send_error(request, reply, policy.error());
  auto actions = read_actions(request);
  if (!actions) return send_error(request, reply, actions.error());
  DocumentWriter writer(context.registry);
  for (const BulkAction& action : *actions) writer.add(action);
  writer.flush();
  Response response = bulk_response(watch.elapsed_us() / 1000, writer.results(), *policy == RefreshPolicy::now);
  add_warnings(writer.results(), response);
  apply_response_options(request, response);
  auto shared = std::make_shared<std::pair<http::Reply, Response>>(std::move(reply), std::move(response));
  when_complete(writer.touched(), *policy, [shared](Status status) {
    shared->first.send(status ? std::move(shared->second) : error_response(status.error()));
  });
}

}  // namespace

void add_bulk_routes(http::Router& router, const EsContext& context) {
  for (const http::Method method : {http::Method::post, http::Method::put}) {
    for (const char* path : {"/_bulk", "/{index}/_bulk", "/{index}/{type}/_bulk"}) {
      router.add(method, path, http::EndpointClass::write,
                 [&context](const Request& request, http::Reply reply) { bulk(context, request, std::move(reply)); });
    }
  }
}

}  // namespace aisle::server::es_api
