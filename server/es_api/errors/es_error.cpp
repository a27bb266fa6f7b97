#include "server/es_api/errors/es_error.hpp"

#include <algorithm>

namespace aisle::server::es_api {
namespace {

struct KindRow {
  std::string_view kind;
  std::string_view type;
  int status;
};

constexpr KindRow kKinds[] = {
    {"version_conflict", "version_conflict_engine_exception", 409},
    {"mapper_parsing", "mapper_parsing_exception", 400},
    {"document_parsing", "document_parsing_exception", 400},
    {"strict_dynamic_mapping", "strict_dynamic_mapping_exception", 400},
    {"illegal_argument", "illegal_argument_exception", 400},
    {"json_parse", "x_content_parse_exception", 400},
    {"parse", "parse_exception", 400},
    {"index_not_found", "index_not_found_exception", 404},
    {"resource_already_exists", "resource_already_exists_exception", 400},
    {"invalid_index_name", "invalid_index_name_exception", 400},
    {"invalid_alias_name", "invalid_alias_name_exception", 400},
    {"index_closed", "index_closed_exception", 400},
    {"aliases_not_found", "aliases_not_found_exception", 404},
    {"document_missing", "document_missing_exception", 404},
    {"resource_not_found", "resource_not_found_exception", 404},
    {"action_request_validation", "action_request_validation_exception", 400},
    {"routing_missing", "routing_missing_exception", 400},
    {"settings", "settings_exception", 400},
    {"too_many_clauses", "too_many_clauses", 400},
    {"too_many_buckets", "too_many_buckets_exception", 400},
};

struct CodeRow {
  ErrorCode code;
  std::string_view type;
  int status;
};

constexpr CodeRow kCodes[] = {
    {ErrorCode::invalid_argument, "illegal_argument_exception", 400},
    {ErrorCode::not_found, "resource_not_found_exception", 404},
    {ErrorCode::already_exists, "resource_already_exists_exception", 400},
    {ErrorCode::conflict, "version_conflict_engine_exception", 409},
    {ErrorCode::failed_precondition, "illegal_state_exception", 400},
    {ErrorCode::resource_exhausted, "es_rejected_execution_exception", 429},
    {ErrorCode::deadline_exceeded, "receive_timeout_transport_exception", 503},
    {ErrorCode::unavailable, "unavailable_shards_exception", 503},
    {ErrorCode::data_corrupt, "corrupt_index_exception", 500},
    {ErrorCode::internal, "exception", 500},
};

void classify(const Error& error, EsError& out) {
  const auto* code = std::find_if(std::begin(kCodes), std::end(kCodes), [&](const CodeRow& row) { return row.code == error.code; });
  out.status = code->status;
  out.type = std::string(code->type);
  if (error.kind.ends_with("_exception")) {
    out.type = std::string(error.kind);
    return;
  }
  const auto* kind = std::find_if(std::begin(kKinds), std::end(kKinds), [&](const KindRow& row) { return row.kind == error.kind; });
  if (kind == std::end(kKinds)) return;
  out.status = kind->status;
  out.type = std::string(kind->type);
}

/// Documents carry their cause as "type: reason" in the subject.
void split_cause(const Error& error, EsError& out) {
  const std::size_t colon = error.subject.find(": ");
  if (error.kind != "document_parsing" || colon == std::string::npos) return;
  out.cause_type = error.subject.substr(0, colon);
  out.cause_reason = error.subject.substr(colon + 2);
}

bool shows_position_in_reason(const Error& error) {
  return error.position && (error.kind == "document_parsing" || error.kind == "json_parse" || error.kind == "strict_dynamic_mapping");
}

}  // namespace

EsError es_error(const Error& error, const ErrorPlace& place) {
  EsError out;
  classify(error, out);
  split_cause(error, out);
  out.reason = error.message;
  if (shows_position_in_reason(error)) {
    out.reason = "[" + std::to_string(error.position->line) + ":" + std::to_string(error.position->column) + "] " + out.reason;
  } else {
    out.position = error.position;
  }
  if (error.kind == "index_not_found") {
    out.details = {{"resource.type", "index_or_alias"}, {"resource.id", error.subject}, {"index_uuid", "_na_"}, {"index", error.subject}};
  } else if (!place.index.empty()) {
    out.details = {{"index_uuid", std::string(place.index_uuid)}, {"index", std::string(place.index)}};
    if (error.kind == "version_conflict" || error.kind == "document_missing") out.details.insert(out.details.begin() + 1, {"shard", "0"});
  }
  return out;
}

void write_exception(JsonWriter& writer, const EsError& error) {
  writer.field("type", error.type).field("reason", error.reason);
  for (const auto& [name, text] : error.details) writer.field(name, text);
  if (error.position) writer.field("line", error.position->line).field("col", error.position->column);
  if (!error.cause_type.empty()) {
    writer.key("caused_by").begin_object();
    writer.field("type", error.cause_type).field("reason", error.cause_reason).end_object();
  }
}

http::Response error_response(const EsError& error) {
  http::Response response;
  response.status = error.status;
  JsonWriter writer(response.body);
  EsError root = error;
  root.cause_type.clear();
  writer.begin_object().key("error").begin_object().key("root_cause").begin_array().begin_object();
  write_exception(writer, root);
  writer.end_object().end_array();
  write_exception(writer, error);
  writer.end_object().field("status", error.status).end_object();
  return response;
}

http::Response error_response(const Error& error, const ErrorPlace& place) { return error_response(es_error(error, place)); }

Error index_not_found(std::string_view name) {
  return {ErrorCode::not_found, "no such index [" + std::string(name) + "]", "index_not_found", std::string(name)};
}
Error index_closed(std::string_view name, std::string_view) {
  return {ErrorCode::failed_precondition, "closed", "index_closed", std::string(name)};
}
Error index_already_exists(std::string_view name, std::string_view uuid) {
  return {ErrorCode::already_exists, "index [" + std::string(name) + "/" + std::string(uuid) + "] already exists",
          "resource_already_exists", std::string(name)};
}
Error illegal_argument(std::string message, std::string subject) {
  return {ErrorCode::invalid_argument, std::move(message), "illegal_argument", std::move(subject)};
}
Error parse_failure(std::string message) { return {ErrorCode::invalid_argument, std::move(message), "parse"}; }

}  // namespace aisle::server::es_api
