#include "server/es_api/query/clauses.hpp"

namespace aisle::server::es_api {
namespace {

constexpr std::string_view kName = "range";

Status read_bound(const JsonMember& member, engine::Value& bound, bool& inclusive, bool is_inclusive) {
  inclusive = is_inclusive;
  return store(read_value(kName, member), bound);
}

Status read_parameter(const JsonMember& member, engine::RangeQuery& range) {
  if (member.name == "gte") return read_bound(member, range.from, range.include_from, true);
  if (member.name == "gt") return read_bound(member, range.from, range.include_from, false);
  if (member.name == "lte") return read_bound(member, range.to, range.include_to, true);
  if (member.name == "lt") return read_bound(member, range.to, range.include_to, false);
  // The forms that Elasticsearch had before; storefronts of that time still send them.
  if (member.name == "from") return store(read_value(kName, member), range.from);
  if (member.name == "to") return store(read_value(kName, member), range.to);
  if (member.name == "include_lower") return store(read_boolean(kName, member), range.include_from);
  if (member.name == "include_upper") return store(read_boolean(kName, member), range.include_to);
  if (member.name == "format") return store(read_text(kName, member), range.format);
  if (member.name == "time_zone") return store(read_text(kName, member), range.time_zone);
  if (member.name == "relation") return {};  // concerns range fields only
  return unknown_parameter(kName, member);
}

}  // namespace

Result<engine::QueryPtr> parse_range(JsonValue body, QueryParser& /*parser*/) {
  CommonParameters common;
  Result<JsonMember> field = read_single_field(kName, body, common);
  if (!field) return std::move(field).error();
  engine::RangeQuery range;
  range.field = field->name;
  const auto read = [&](const JsonMember& member) { return read_parameter(member, range); };
  if (Status status = read_parameters(kName, field->value, common, read); !status) return std::move(status).error();
  return finish(std::move(range), common);
}

}  // namespace aisle::server::es_api
