#include "server/es_api/indices/split_list.hpp"
#include "server/es_api/query/clause_reader.hpp"
#include "server/es_api/search/search_body.hpp"

namespace aisle::server::es_api {
namespace {

Status read_patterns(JsonValue value, std::vector<std::string>& out) {
  if (value.is_string()) {
    out.emplace_back(value.text());
    return {};
  }
  if (!value.is_array()) return parse_error("[_source] expects a text or an array of texts", value);
  for (const JsonValue pattern : value.elements()) {
    if (!pattern.is_string()) return parse_error("[_source] expects an array of texts", pattern);
    out.emplace_back(pattern.text());
  }
  return {};
}

std::optional<std::string_view> find_parameter(const UrlParameters& url, std::string_view name) {
  for (const auto& [key, value] : url) {
    if (key == name) return value;
  }
  return std::nullopt;
}

}  // namespace

Result<SourceSelection> parse_source_selection(JsonValue value) {
  SourceSelection selection;
  if (value.is_boolean()) {
    selection.enabled = value.boolean();
    return selection;
  }
  if (!value.is_object()) {
    if (value.is_string() && (value.text() == "true" || value.text() == "false")) {
      selection.enabled = value.text() == "true";
      return selection;
    }
    if (Status status = read_patterns(value, selection.includes); !status) return std::move(status).error();
    return selection;
  }
  for (const JsonMember member : value.members()) {
    Status status;
    if (member.name == "includes" || member.name == "include") {
      status = read_patterns(member.value, selection.includes);
    } else if (member.name == "excludes" || member.name == "exclude") {
      status = read_patterns(member.value, selection.excludes);
    } else {
      status = parse_error("Unknown key for a VALUE in [_source]: [" + std::string(member.name) + "]", member.name_value);
    }
    if (!status) return std::move(status).error();
  }
  return selection;
}

Status apply_source_parameters(const UrlParameters& url, SourceSelection& selection) {
  if (const auto source = find_parameter(url, "_source")) {
    selection = SourceSelection{};
    if (*source == "false") {
      selection.enabled = false;
    } else if (*source != "true" && !source->empty()) {
      selection.includes = split_list(*source);
    }
  }
  for (const std::string_view name : {"_source_includes", "_source_include"}) {
    if (const auto includes = find_parameter(url, name)) selection.includes = split_list(*includes);
  }
  for (const std::string_view name : {"_source_excludes", "_source_exclude"}) {
    if (const auto excludes = find_parameter(url, name)) selection.excludes = split_list(*excludes);
  }
  return {};
}

}  // namespace aisle::server::es_api
