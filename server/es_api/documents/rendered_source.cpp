#include "server/es_api/documents/rendered_source.hpp"

#include "engine/schema/date_format.hpp"
#include "base/json/json_writer.hpp"
#include "loaders/mapping/source_merge.hpp"
#include "server/es_api/indices/split_list.hpp"

namespace aisle::server::es_api {
namespace {

std::string date_json(const engine::Field& field, EpochMillis date) {
  const std::string text = engine::format_date(date, field.date_format).ok() ? *engine::format_date(date, field.date_format) : std::to_string(date);
  std::string json;
  append_json_string(json, text);
  return json;
}

}  // namespace

std::string live_value_json(const engine::Field& field, const std::optional<std::variant<std::int64_t, double>>& value) {
  if (!value) return "null";
  if (const auto* real = std::get_if<double>(&*value)) return format_real(*real);
  const std::int64_t integer = std::get<std::int64_t>(*value);
  if (field.type == engine::FieldType::boolean) return integer != 0 ? "true" : "false";
  if (field.type == engine::FieldType::date) return date_json(field, integer);
  return std::to_string(integer);
}

std::string current_source(const loaders::Mapping& mapping, std::string source, const LiveChanges& changes) {
  if (changes.empty()) return source;
  std::vector<loaders::LivePatch> patches;
  for (const auto& [id, value] : changes) {
    const engine::Field& field = mapping.schema()->field(id);
    patches.emplace_back(field.name, live_value_json(field, value));
  }
  std::string patched;
  patched.reserve(source.size() + 32 * patches.size());
  loaders::append_patched(source, patches, patched);
  return patched;
}

std::string SourceView::apply(std::string source) const {
  for (const loaders::SourceFilter* filter : {&mapping_filter, &request_filter}) {
    if (filter->shows_everything()) continue;
    std::string filtered;
    filter->append_filtered(source, filtered);
    source = std::move(filtered);
  }
  return source;
}

SourceView source_view(const loaders::Mapping& mapping, bool shown, std::vector<std::string> includes, std::vector<std::string> excludes) {
  const loaders::SourceSettings& settings = mapping.source();
  return {shown && settings.enabled, {settings.includes, settings.excludes}, {std::move(includes), std::move(excludes)}};
}

SourceView source_view(const loaders::Mapping& mapping, const http::Request& request) {
  const std::string_view source = request.query_value("_source");
  const bool is_flag = source == "true" || source == "false";
  std::vector<std::string> includes = is_flag ? std::vector<std::string>{} : split_list(source);
  for (const char* name : {"_source_includes", "_source_include"}) {
    for (std::string& pattern : split_list(request.query_value(name))) includes.push_back(std::move(pattern));
  }
  std::vector<std::string> excludes = split_list(request.query_value("_source_excludes"));
  for (std::string& pattern : split_list(request.query_value("_source_exclude"))) excludes.push_back(std::move(pattern));
  return source_view(mapping, source != "false", std::move(includes), std::move(excludes));
}

}  // namespace aisle::server::es_api
