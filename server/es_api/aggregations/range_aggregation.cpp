#include <utility>

#include "server/es_api/aggregations/aggregation_types.hpp"

namespace aisle::server::es_api {
namespace {

using engine::RangeAggregation;

Result<engine::Value> read_bound(const JsonMember& member, const AggregationScope& scope) {
  Result<engine::Value> bound = read_value(scope.type, member);
  // Numbers may come as texts; a date's text is for the engine to understand.
  if (bound && scope.type == "range" && std::holds_alternative<std::string>(*bound)) {
    Result<double> number = read_double(scope.type, member);
    if (!number) return std::move(number).error();
    return engine::Value(*number);
  }
  return bound;
}

Result<bool> read_range_member(const JsonMember& member, const AggregationScope& scope,
                               RangeAggregation::Range& range) {
  if (member.name == "key") {
    Result<std::string> key = read_text(scope.type, member);
    if (!key) return std::move(key).error();
    range.key = std::move(*key);
    return true;
  }
  if (member.name == "from") return taken(read_bound(member, scope), range.from);
  if (member.name == "to") return taken(read_bound(member, scope), range.to);
  return false;
}

Result<std::vector<RangeAggregation::Range>> read_ranges(JsonValue value, const AggregationScope& scope) {
  if (!value.is_array()) return parse_error("[" + std::string(scope.type) + "] [ranges] must be an array", value);
  std::vector<RangeAggregation::Range> ranges;
  for (const JsonValue element : value.elements()) {
    RangeAggregation::Range& range = ranges.emplace_back();
    Status status = read_aggregation_parameters(
        element, scope, [&](const JsonMember& member) { return read_range_member(member, scope, range); });
    if (!status) return std::move(status).error();
  }
  return ranges;
}

Result<bool> read_parameter(const JsonMember& member, const AggregationScope& scope, RangeAggregation& range) {
  if (member.name == "field") return taken(read_text(scope.type, member), range.field);
  if (member.name == "ranges") return taken(read_ranges(member.value, scope), range.ranges);
  if (member.name == "keyed") return taken(read_boolean(scope.type, member), range.keyed);
  if (member.name == "format") return taken(read_text(scope.type, member), range.format);
  if (member.name == "missing") return taken(read_value(scope.type, member), range.missing);
  return member.name == "value_type";
}

}  // namespace

Result<AggregationNode> read_range(JsonValue body, const AggregationScope& scope) {
  RangeAggregation range;
  range.is_date = scope.type == "date_range";
  Status status = read_aggregation_parameters(
      body, scope, [&](const JsonMember& member) { return read_parameter(member, scope, range); });
  if (!status) return std::move(status).error();
  if (range.field.empty()) return field_required(body);
  if (range.ranges.empty()) {
    return parse_error("No [ranges] specified for the [" + std::string(scope.name) + "] aggregation", body,
                       "illegal_argument_exception");
  }
  return AggregationNode(std::move(range));
}

}  // namespace aisle::server::es_api
