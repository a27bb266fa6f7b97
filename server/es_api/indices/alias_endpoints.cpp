// _aliases, and _alias in all its forms.

#include <algorithm>
#include <utility>

#include "engine/schema/schema.hpp"
#include "loaders/mapping/field_parameter.hpp"
#include "server/es_api/indices/alias_json.hpp"
#include "server/es_api/indices/routes.hpp"

namespace aisle::server::es_api {
namespace {

using http::EndpointClass;
using http::Method;
using http::Request;
using http::Response;

std::vector<std::string> split_names(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::string_view name = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), name.size() + 1));
    if (!name.empty()) names.emplace_back(name);
  }
  return names;
}

void add_names(JsonValue value, std::vector<std::string>& names) {
  if (value.is_string()) names.emplace_back(value.text());
  for (const JsonValue element : value.elements()) names.emplace_back(element.text());
}

Result<AliasAction> read_action(JsonMember given) {
  AliasAction action;
  if (given.name == "remove") action.kind = AliasAction::Kind::remove;
  else if (given.name == "remove_index") action.kind = AliasAction::Kind::remove_index;
  else if (given.name != "add") return illegal_argument("[alias_action] unknown field [" + std::string(given.name) + "]");
  for (const JsonMember member : given.value.members()) {
    if (member.name == "index" || member.name == "indices") add_names(member.value, action.indices);
    if (member.name == "alias" || member.name == "aliases") add_names(member.value, action.aliases);
    if (member.name == "must_exist") action.must_exist = loaders::lenient_boolean(member.value);
  }
  auto options = read_alias_options(given.value);
  if (!options) return std::move(options).error();
  action.options = std::move(*options);
  if (action.indices.empty()) return illegal_argument("One of [index] or [indices] is required");
  if (action.aliases.empty() && action.kind != AliasAction::Kind::remove_index) return illegal_argument("One of [alias] or [aliases] is required");
  return action;
}

Result<Response> update_aliases(const EsContext& context, const Request& request) {
  const auto body = parse_body(request);
  if (!body) return body.error();
  const auto list = body->root().find("actions");
  if (!list || !list->is_array() || list->size() == 0) {
    return Error{ErrorCode::invalid_argument, "Validation Failed: 1: Must specify at least one alias action;", "action_request_validation"};
  }
  std::vector<AliasAction> actions;
  for (const JsonValue entry : list->elements()) {
    if (!entry.is_object() || entry.size() != 1) return illegal_argument("an alias action is an object with one member");
    auto action = read_action(*entry.members().begin());
    if (!action) return std::move(action).error();
    actions.push_back(std::move(*action));
  }
  if (Status updated = context.registry.update_aliases(actions); !updated) return std::move(updated).error();
  return acknowledged();
}

Result<Response> put_alias(const EsContext& context, const Request& request) {
  const auto body = parse_body(request);
  if (!body) return body.error();
  auto options = read_alias_options(body->root());
  if (!options) return std::move(options).error();
  AliasAction action;
  action.indices = split_names(request.param("index"));
  action.aliases = split_names(request.param("name"));
  action.options = std::move(*options);
  if (Status updated = context.registry.update_aliases({action}); !updated) return std::move(updated).error();
  return acknowledged();
}

Result<Response> delete_alias(const EsContext& context, const Request& request) {
  AliasAction action;
  action.kind = AliasAction::Kind::remove;
  action.indices = split_names(request.param("index"));
  action.aliases = split_names(request.param("name"));
  if (Status updated = context.registry.update_aliases({action}); !updated) return std::move(updated).error();
  return acknowledged();
}

bool wanted(const std::vector<std::string>& patterns, std::string_view alias) {
  if (patterns.empty()) return true;
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return p == "_all" || engine::wildcard_match(p, alias); });
}

/// Names without wildcards that no index has: what makes GET _alias answer 404.
std::string missing_names(const std::vector<std::string>& patterns, const std::vector<std::string>& found) {
  std::string missing;
  for (const std::string& pattern : patterns) {
    if (pattern == "_all" || pattern.find('*') != std::string::npos) continue;
    if (std::find(found.begin(), found.end(), pattern) == found.end()) missing += (missing.empty() ? "" : ",") + pattern;
  }
  return missing;
}

Result<Response> get_alias(const EsContext& context, const Request& request) {
  auto indices = resolve_indices(context, request, {.expand_closed = true, .forbid_closed = false});
  if (!indices) return std::move(indices).error();
  const std::vector<std::string> patterns = split_names(request.param("name"));
  const bool list_bare = patterns.empty();
  std::vector<std::string> found;
  Response response;
  JsonWriter writer(response.body);
  writer.begin_object();
  for (const IndexPtr& index : *indices) {
    AliasMap aliases = context.registry.aliases_of(index->name());
    std::erase_if(aliases, [&](const auto& alias) { return !wanted(patterns, alias.first); });
    for (const auto& [name, options] : aliases) found.push_back(name);
    if (aliases.empty() && !list_bare) continue;
    writer.key(index->name()).begin_object().key("aliases");
    write_aliases(writer, aliases);
    writer.end_object();
  }
  const std::string missing = missing_names(patterns, found);
  if (!missing.empty()) {
    const bool many = missing.find(',') != std::string::npos;
    writer.field("error", std::string(many ? "aliases [" : "alias [") + missing + "] missing").field("status", 404);
    response.status = 404;
  }
  writer.end_object();
  return response;
}

}  // namespace

void add_alias_routes(http::Router& router, const EsContext& context) {
  const auto add = [&](Method method, std::string_view pattern, Result<Response> (*run)(const EsContext&, const Request&)) {
    add_endpoint(router, method, pattern, EndpointClass::admin, [&context, run](const Request& request) { return run(context, request); });
  };
  add(Method::post, "/_aliases", update_aliases);
  for (const char* path : {"/{index}/_alias/{name}", "/{index}/_aliases/{name}"}) {
    add(Method::put, path, put_alias);
    add(Method::post, path, put_alias);
    add(Method::delete_, path, delete_alias);
  }
  for (const char* path : {"/_alias", "/_alias/{name}", "/{index}/_alias", "/{index}/_alias/{name}", "/_aliases"}) add(Method::get, path, get_alias);
}

}  // namespace aisle::server::es_api
