// _doc, _create, _source, _update and _mget.

#include <utility>

#include "server/es_api/documents/document_writer.hpp"
#include "server/es_api/documents/rendered_source.hpp"
#include "server/es_api/documents/write_completion.hpp"
#include "server/es_api/indices/routes.hpp"

namespace aisle::server::es_api {
namespace {

using http::EndpointClass;
using http::Method;
using http::Request;
using http::Response;

Result<BulkAction> action_of(const Request& request, BulkKind kind) {
  BulkAction action;
  action.kind = kind;
  action.index = std::string(request.param("index"));
  action.id = std::string(request.param("id"));
  action.source = request.body;
  action.require_alias = query_flag(request, "require_alias");
  action.pipeline = std::string(request.query_value("pipeline"));
  if (kind == BulkKind::index && request.query_value("op_type") == "create") action.kind = BulkKind::create;
  const std::string_view retries = request.query_value("retry_on_conflict");
  for (const char digit : retries) {
    if (digit >= '0' && digit <= '9') action.retry_on_conflict = std::min(255U, action.retry_on_conflict * 10 + static_cast<std::uint32_t>(digit - '0'));
  }
  auto condition = read_condition({request.query_value("if_seq_no"), request.query_value("if_primary_term"), request.query_value("version"),
                                   request.query_value("version_type")});
  if (!condition) return std::move(condition).error();
  action.condition = *condition;
  const bool empty = action.source.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (empty && kind != BulkKind::delete_) return parse_failure("request body is required");
  return action;
}

Response write_response(const WriteResult& result, bool forced_refresh) {
  if (result.error) return error_response(*result.error, {result.index, result.index_uuid});
  Response response = json_response([&](JsonWriter& writer) {
    writer.begin_object();
    write_result_members(writer, result, forced_refresh);
    writer.end_object();
  }, result.status);
  if (result.status == 201) response.headers.emplace_back("Location", "/" + result.index + "/_doc/" + result.id);
  return response;
}

/// One operation, answered when it is durable (and visible, if asked).
void write(const EsContext& context, const Request& request, http::Reply reply, BulkKind kind) {
  auto policy = refresh_policy(request.query_value("refresh"), request.has_query("refresh"));
  if (!policy) return send_error(request, reply, policy.error());
  auto action = action_of(request, kind);
  if (!action) return send_error(request, reply, action.error());
  DocumentWriter writer(context.registry);
  writer.add(*action);
  writer.flush();
  Response response = write_response(writer.results().front(), *policy == RefreshPolicy::now);
  add_warnings(writer.results(), response);
  apply_response_options(request, response);
  auto shared = std::make_shared<std::pair<http::Reply, Response>>(std::move(reply), std::move(response));
  when_complete(writer.touched(), *policy, [shared](Status status) {
    shared->first.send(status ? std::move(shared->second) : error_response(status.error()));
  });
}

Result<IndexPtr> one_index(const EsContext& context, std::string_view name) {
  auto indices = context.registry.resolve(name, {.allow_no_indices = false});
  if (!indices) return std::move(indices).error();
  if (indices->size() != 1) {
    return illegal_argument("alias [" + std::string(name) + "] has more than one index associated with it, can't execute a single index op");
  }
  return indices->front();
}

/// Writes the members of one found or missing document.
void write_document(JsonWriter& writer, std::string_view index, std::string_view id, const std::optional<engine::StoredDocument>& document,
                    const loaders::Mapping& mapping, const SourceView& view) {
  writer.field("_index", index).field("_id", id);
  if (!document) {
    writer.field("found", false);
    return;
  }
  writer.field("_version", document->version).field("_seq_no", document->sequence_number).field("_primary_term", 1).field("found", true);
  if (view.shown) writer.key("_source").raw(view.apply(current_source(mapping, document->source, document->live_changes)));
}

Result<Response> get_document(const EsContext& context, const Request& request) {
  auto index = one_index(context, request.param("index"));
  if (!index) return std::move(index).error();
  const auto state = (*index)->state();
  if (state->index == nullptr) return index_closed((*index)->name(), (*index)->uuid());
  if (query_flag(request, "refresh")) {
    if (Status refreshed = state->index->refresh(); !refreshed) return std::move(refreshed).error();
  }
  const auto document = state->index->get(request.param("id"));
  return json_response([&](JsonWriter& writer) {
    writer.begin_object();
    write_document(writer, (*index)->name(), request.param("id"), document, *state->mapping, source_view(*state->mapping, request));
    writer.end_object();
  }, document ? 200 : 404);
}

Result<Response> get_source(const EsContext& context, const Request& request) {
  auto index = one_index(context, request.param("index"));
  if (!index) return std::move(index).error();
  const auto state = (*index)->state();
  if (state->index == nullptr) return index_closed((*index)->name(), (*index)->uuid());
  const auto document = state->index->get(request.param("id"));
  const SourceView view = source_view(*state->mapping, request);
  if (!document || !view.shown) {
    return Error{ErrorCode::not_found, "Document not found [" + (*index)->name() + "]/[" + std::string(request.param("id")) + "]", "resource_not_found"};
  }
  Response response;
  response.body = view.apply(current_source(*state->mapping, document->source, document->live_changes));
  return response;
}

/// One of _mget's documents.
struct WantedDocument {
  std::string index, id;
  std::optional<bool> shown;
  std::vector<std::string> includes, excludes;
};

void add_texts(JsonValue value, std::vector<std::string>& texts) {
  if (value.is_string()) texts.emplace_back(value.text());
  for (const JsonValue element : value.elements()) texts.emplace_back(element.text());
}

void read_source(JsonValue value, WantedDocument& wanted) {
  if (value.is_boolean()) wanted.shown = value.boolean();
  add_texts(value, wanted.includes);
  for (const JsonMember member : value.members()) {
    if (member.name == "includes" || member.name == "include") add_texts(member.value, wanted.includes);
    if (member.name == "excludes" || member.name == "exclude") add_texts(member.value, wanted.excludes);
  }
}

Result<std::vector<WantedDocument>> read_wanted(const Request& request, JsonValue body) {
  std::vector<WantedDocument> all;
  if (const auto ids = body.find("ids")) {
    for (const JsonValue id : ids->elements()) all.push_back({std::string(request.param("index")), std::string(id.text()), {}, {}, {}});
  }
  if (const auto docs = body.find("docs")) {
    for (const JsonValue doc : docs->elements()) {
      if (!doc.is_object()) return parse_failure("a document of _mget is an object");
      WantedDocument wanted;
      wanted.index = std::string(request.param("index"));
      for (const JsonMember member : doc.members()) {
        if (member.name == "_index") wanted.index = std::string(member.value.text());
        if (member.name == "_id") wanted.id = std::string(member.value.text());
        if (member.name == "_source") read_source(member.value, wanted);
      }
      all.push_back(std::move(wanted));
    }
  }
  if (all.empty()) return Error{ErrorCode::invalid_argument, "Validation Failed: 1: no documents to get;", "action_request_validation"};
  return all;
}

void write_failure(JsonWriter& writer, const WantedDocument& wanted, const Error& error) {
  writer.field("_index", wanted.index).field("_id", wanted.id).key("error").begin_object();
  const EsError shown = es_error(error);
  writer.key("root_cause").begin_array().begin_object();
  write_exception(writer, shown);
  writer.end_object().end_array();
  write_exception(writer, shown);
  writer.end_object();
}

void write_one(const EsContext& context, const Request& request, const WantedDocument& wanted, JsonWriter& writer) {
  writer.begin_object();
  auto index = one_index(context, wanted.index);
  const auto state = index ? (*index)->state() : nullptr;
  if (!index) {
    write_failure(writer, wanted, index.error());
  } else if (state->index == nullptr) {
    write_failure(writer, wanted, index_closed((*index)->name(), (*index)->uuid()));
  } else {
    const bool own = wanted.shown || !wanted.includes.empty() || !wanted.excludes.empty();
    const SourceView view = own ? source_view(*state->mapping, wanted.shown.value_or(true), wanted.includes, wanted.excludes)
                                : source_view(*state->mapping, request);
    write_document(writer, (*index)->name(), wanted.id, state->index->get(wanted.id), *state->mapping, view);
  }
  writer.end_object();
}

Result<Response> multi_get(const EsContext& context, const Request& request) {
  const auto body = parse_body(request);
  if (!body) return body.error();
  auto wanted = read_wanted(request, body->root());
  if (!wanted) return std::move(wanted).error();
  return json_response([&](JsonWriter& writer) {
    writer.begin_object().key("docs").begin_array();
    for (const WantedDocument& each : *wanted) write_one(context, request, each, writer);
    writer.end_array().end_object();
  });
}

}  // namespace

void add_document_routes(http::Router& router, const EsContext& context) {
  const auto add_write = [&](Method method, std::string_view pattern, BulkKind kind) {
    router.add(method, pattern, EndpointClass::write,
               [&context, kind](const Request& request, http::Reply reply) { write(context, request, std::move(reply), kind); });
  };
  const auto add_read = [&](Method method, std::string_view pattern, Result<Response> (*run)(const EsContext&, const Request&)) {
    add_endpoint(router, method, pattern, EndpointClass::search, [&context, run](const Request& request) { return run(context, request); });
  };
  for (const Method method : {Method::put, Method::post}) {
    add_write(method, "/{index}/_doc/{id}", BulkKind::index);
    add_write(method, "/{index}/_create/{id}", BulkKind::create);
  }
  add_write(Method::post, "/{index}/_doc", BulkKind::index);
  add_write(Method::delete_, "/{index}/_doc/{id}", BulkKind::delete_);
  add_write(Method::post, "/{index}/_update/{id}", BulkKind::update);
  add_read(Method::get, "/{index}/_doc/{id}", get_document);
  add_read(Method::get, "/{index}/_source/{id}", get_source);
  for (const Method method : {Method::get, Method::post}) {
    for (const char* path : {"/_mget", "/{index}/_mget"}) add_read(method, path, multi_get);
  }
}

}  // namespace aisle::server::es_api
