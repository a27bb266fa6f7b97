#include "server/es_api/indices/alias_json.hpp"

#include "loaders/mapping/field_parameter.hpp"
#include "server/es_api/errors/es_error.hpp"

namespace aisle::server::es_api {

Result<AliasOptions> read_alias_options(JsonValue json) {
  AliasOptions options;
  for (const JsonMember member : json.members()) {
    if (member.name == "is_write_index") options.is_write_index = loaders::lenient_boolean(member.value);
    if (member.name == "is_hidden") options.is_hidden = loaders::lenient_boolean(member.value).value_or(false);
    if (member.name == "routing") options.index_routing = options.search_routing = std::string(member.value.text());
    if (member.name == "index_routing") options.index_routing = std::string(member.value.text());
    if (member.name == "search_routing") options.search_routing = std::string(member.value.text());
    if (member.name == "filter" && !member.value.is_null() && member.value.size() > 0) {
      return illegal_argument("aliases with a [filter] are not supported");
    }
  }
  return options;
}

Result<AliasMap> read_aliases(JsonValue json) {
  AliasMap aliases;
  for (const JsonMember member : json.members()) {
    auto options = read_alias_options(member.value);
    if (!options) return std::move(options).error();
    aliases[std::string(member.name)] = std::move(*options);
  }
  return aliases;
}

void write_aliases(JsonWriter& writer, const AliasMap& aliases) {
  writer.begin_object();
  for (const auto& [name, options] : aliases) {
    writer.key(name).begin_object();
    if (!options.index_routing.empty()) writer.field("index_routing", options.index_routing);
    if (!options.search_routing.empty()) writer.field("search_routing", options.search_routing);
    if (options.is_write_index) writer.field("is_write_index", *options.is_write_index);
    if (options.is_hidden) writer.field("is_hidden", true);
    writer.end_object();
  }
  writer.end_object();
}

}  // namespace aisle::server::es_api
