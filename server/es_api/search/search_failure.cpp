#include "server/es_api/search/search_failure.hpp"

#include "base/json/json_writer.hpp"
#include "server/es_api/errors/es_error.hpp"

namespace aisle::server::es_api {
namespace {

// What a search may fail with; the table of es_error.hpp has the kinds of everything else.
std::string_view exception_type(const Error& error) {
  if (error.kind == "query_shard") return "query_shard_exception";
  if (error.kind == "number_format") return "number_format_exception";
  if (error.kind == "parsing") return "parsing_exception";
  if (error.kind == "too_many_clauses") return "too_many_clauses";
  if (error.kind == "too_many_buckets") return "too_many_buckets_exception";
  return {};
}

EsError inner_error(const Error& error) {
  EsError inner = es_error(error);
  if (const std::string_view type = exception_type(error); !type.empty()) {
    inner.type = type;
    inner.status = 400;
  }
  return inner;
}

void write_reason(JsonWriter& json, std::string_view name, const EsError& inner) {
  json.key(name).begin_object();
  write_exception(json, inner);
  json.end_object();
}

}  // namespace

http::Response search_phase_failure(const Error& error, std::string_view index) {
  const EsError inner = inner_error(error);
  if (inner.status != 400) return error_response(inner);
  http::Response response;
  response.status = 400;
  JsonWriter json(response.body);
  json.begin_object().key("error").begin_object().key("root_cause").begin_array().begin_object();
  write_exception(json, inner);
  json.end_object().end_array();
  json.field("type", "search_phase_execution_exception").field("reason", "all shards failed");
  json.field("phase", "query").field("grouped", true).key("failed_shards").begin_array().begin_object();
  json.field("shard", 0).field("index", index).field("node", "aisle");
  write_reason(json, "reason", inner);
  json.end_object().end_array();
  write_reason(json, "caused_by", inner);
  json.end_object().field("status", 400).end_object();
  return response;
}

}  // namespace aisle::server::es_api
