#include "server/es_api/documents/update_body.hpp"

#include "loaders/mapping/field_parameter.hpp"
#include "server/es_api/errors/es_error.hpp"

namespace aisle::server::es_api {
namespace {


void add_texts(JsonValue value, std::vector<std::string>& texts) {
  if (value.is_string()) texts.emplace_back(value.text());
  for (const JsonValue element : value.elements()) texts.emplace_back(element.text());
}

void read_source(JsonValue value, UpdateBody& body) {
  body.shows_source = !(value.is_boolean() && !value.boolean());
  add_texts(value, body.source_includes);
  for (const JsonMember member : value.members()) {
    if (member.name == "includes" || member.name == "include") add_texts(member.value, body.source_includes);
    if (member.name == "excludes" || member.name == "exclude") add_texts(member.value, body.source_excludes);
  }
}

Status read_member(const JsonMember& member, UpdateBody& body) {
  const std::string_view name = member.name;
  if (name == "doc") body.doc = member.value;
  else if (name == "upsert") body.upsert = member.value;
  else if (name == "doc_as_upsert") body.doc_as_upsert = loaders::lenient_boolean(member.value).value_or(false);
  else if (name == "detect_noop") body.detect_noop = loaders::lenient_boolean(member.value).value_or(true);
  else if (name == "_source") read_source(member.value, body);
  else if (name == "script" || name == "scripted_upsert") return illegal_argument("updates by [script] are not supported; send a partial [doc]");
  else return Error{ErrorCode::invalid_argument, "[UpdateRequest] unknown field [" + std::string(name) + "]", "json_parse"}.at(member.name_value.position());
  return {};
}

}  // namespace

Result<UpdateBody> UpdateBody::read(std::string_view text) {
  auto parsed = JsonDocument::parse(text);
  if (!parsed) return std::move(parsed).error();
  UpdateBody body;
  body.json = std::make_shared<const JsonDocument>(std::move(*parsed));
  if (!body.json->root().is_object()) return parse_failure("an update is an object");
  for (const JsonMember member : body.json->root().members()) {
    if (Status read = read_member(member, body); !read) return std::move(read).error();
  }
  if (!body.doc) return Error{ErrorCode::invalid_argument, "Validation Failed: 1: script or doc is missing;", "action_request_validation"};
  if (!body.doc->is_object() || (body.upsert && !body.upsert->is_object())) return parse_failure("[doc] and [upsert] are objects");
  return body;
}

}  // namespace aisle::server::es_api
