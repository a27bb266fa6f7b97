// PUT, GET, HEAD and DELETE /{index}; its mapping and its settings.

#include "server/es_api/indices/routes.hpp"

#include <utility>

#include "server/es_api/indices/alias_json.hpp"

namespace aisle::server::es_api {
namespace {

using http::EndpointClass;
using http::Method;
using http::Request;
using http::Response;

/// The mapping within what a client calls mappings: old clients wrap it in a type's name.
JsonValue without_type(JsonValue mappings) {
  if (!mappings.is_object() || mappings.size() != 1) return mappings;
  const JsonMember only = *mappings.members().begin();
  constexpr std::string_view kRootKeys[] = {"properties", "dynamic", "dynamic_templates", "date_detection", "numeric_detection",
                                            "dynamic_date_formats", "_source", "_meta", "_routing", "enabled", "runtime", "_field_names"};
  for (const std::string_view key : kRootKeys) {
    if (only.name == key) return mappings;
  }
  return only.value.is_object() ? only.value : mappings;
}

/// Elasticsearch words a bad mapping twice: as a whole, and what exactly.
Error failed_mapping(Error error) {
  if (error.kind == "mapper_parsing") error.message = "Failed to parse mapping: " + error.message;
  return error;
}

Result<Response> create_index(const EsContext& context, const Request& request) {
  const auto body = parse_body(request);
  if (!body) return body.error();
  std::optional<JsonValue> settings, mappings;
  CreateIndexRequest wanted;
  wanted.name = std::string(request.param("index"));
  for (const JsonMember member : body->root().members()) {
    if (member.name == "settings") {
      settings = member.value;
    } else if (member.name == "mappings") {
      mappings = without_type(member.value);
    } else if (member.name == "aliases") {
      auto aliases = read_aliases(member.value);
      if (!aliases) return std::move(aliases).error();
      wanted.aliases = std::move(*aliases);
    } else {
      return parse_failure("unknown key [" + std::string(member.name) + "] for create index");
    }
  }
  if (settings) wanted.settings = &*settings;
  if (mappings) wanted.mappings = &*mappings;
  auto index = context.registry.create(wanted);
  if (!index) return failed_mapping(std::move(index).error());
  return json_response([&](JsonWriter& writer) {
    writer.begin_object().field("acknowledged", true).field("shards_acknowledged", true).field("index", wanted.name).end_object();
  });
}

void write_settings(JsonWriter& writer, const OpenIndex& index, bool flat) {
  writer.key("settings").begin_object();
  index.state()->settings.write(writer, flat);
  writer.end_object();
}

void write_mappings(JsonWriter& writer, const OpenIndex& index) {
  writer.key("mappings").raw(index.state()->mapping->to_json());
}

template <class WriteOne>
Result<Response> for_each_index(const EsContext& context, const Request& request, WriteOne write_one) {
  auto indices = resolve_indices(context, request, {.expand_closed = true, .forbid_closed = false});
  if (!indices) return std::move(indices).error();
  return json_response([&](JsonWriter& writer) {
    writer.begin_object();
    for (const IndexPtr& index : *indices) {
      writer.key(index->name()).begin_object();
      write_one(writer, *index);
      writer.end_object();
    }
    writer.end_object();
  });
}

Result<Response> get_index(const EsContext& context, const Request& request) {
  const bool flat = query_flag(request, "flat_settings");
  return for_each_index(context, request, [&](JsonWriter& writer, const OpenIndex& index) {
    writer.key("aliases");
    write_aliases(writer, context.registry.aliases_of(index.name()));
    write_mappings(writer, index);
    write_settings(writer, index, flat);
  });
}

Result<Response> head_index(const EsContext& context, const Request& request) {
  auto indices = resolve_indices(context, request, {.expand_closed = true, .forbid_closed = false});
  Response response;
  const bool wildcard = request.param("index").find('*') != std::string_view::npos;
  response.status = indices && (!indices->empty() || wildcard) ? 200 : 404;
  return response;
}

Result<Response> delete_index(const EsContext& context, const Request& request) {
  auto indices = resolve_indices(context, request, {.expand_closed = true, .forbid_closed = false, .forbid_aliases = true});
  if (!indices) return std::move(indices).error();
  if (Status removed = context.registry.remove(*indices); !removed) return std::move(removed).error();
  return acknowledged();
}

Result<Response> put_mapping(const EsContext& context, const Request& request) {
  const auto body = parse_body(request);
  if (!body) return body.error();
  auto indices = resolve_indices(context, request, {.allow_no_indices = false, .expand_closed = true, .forbid_closed = false});
  if (!indices) return std::move(indices).error();
  for (const IndexPtr& index : *indices) {
    if (Status merged = index->update_mapping(without_type(body->root())); !merged) return failed_mapping(std::move(merged).error());
  }
  return acknowledged();
}

Result<Response> get_mapping(const EsContext& context, const Request& request) {
  return for_each_index(context, request, [](JsonWriter& writer, const OpenIndex& index) { write_mappings(writer, index); });
}

Result<Response> get_settings(const EsContext& context, const Request& request) {
  const bool flat = query_flag(request, "flat_settings");
  return for_each_index(context, request, [&](JsonWriter& writer, const OpenIndex& index) { write_settings(writer, index, flat); });
}

Result<Response> put_settings(const EsContext& context, const Request& request) {
  const auto body = parse_body(request);
  if (!body) return body.error();
  auto indices = resolve_indices(context, request, {.expand_closed = true, .forbid_closed = false});
  if (!indices) return std::move(indices).error();
  for (const IndexPtr& index : *indices) {
    Status updated = index->update_settings(body->root(), query_flag(request, "preserve_existing"));
    if (!updated) return std::move(updated).error();
  }
  return acknowledged();
}

}  // namespace

void add_index_routes(http::Router& router, const EsContext& context) {
  const auto add = [&](Method method, std::string_view pattern, EndpointClass kind, Result<Response> (*run)(const EsContext&, const Request&)) {
    add_endpoint(router, method, pattern, kind, [&context, run](const Request& request) { return run(context, request); });
  };
  add(Method::put, "/{index}", EndpointClass::admin, create_index);
  add(Method::get, "/{index}", EndpointClass::admin, get_index);
  add(Method::head, "/{index}", EndpointClass::light, head_index);
  add(Method::delete_, "/{index}", EndpointClass::admin, delete_index);
  for (const char* path : {"/{index}/_mapping", "/{index}/_mappings", "/{index}/{type}/_mapping", "/{index}/_mapping/{type}"}) {
    add(Method::put, path, EndpointClass::admin, put_mapping);
    add(Method::post, path, EndpointClass::admin, put_mapping);
  }
  for (const char* path : {"/{index}/_mapping", "/{index}/_mappings", "/_mapping", "/_mappings"}) add(Method::get, path, EndpointClass::admin, get_mapping);
  for (const char* path : {"/{index}/_settings", "/_settings", "/{index}/_settings/{name}"}) add(Method::get, path, EndpointClass::admin, get_settings);
  for (const char* path : {"/{index}/_settings", "/_settings"}) add(Method::put, path, EndpointClass::admin, put_settings);
}

}  // namespace aisle::server::es_api
