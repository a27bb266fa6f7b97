#include <utility>

#include "server/es_api/aggregations/aggregation_types.hpp"

namespace aisle::server::es_api {
namespace {

using engine::HistogramAggregation;

Status read_bound(const JsonMember& member, const AggregationScope& scope, std::optional<double>& bound) {
  if (member.value.is_null()) return {};
  Result<double> number = read_double(scope.type, member);
  if (!number) return std::move(number).error();
  bound = *number;
  return {};
}

Result<bool> read_extended_bounds(JsonValue value, const AggregationScope& scope, HistogramAggregation& histogram) {
  Status status = read_aggregation_parameters(value, scope, [&](const JsonMember& member) -> Result<bool> {
    Status read;
    if (member.name == "min") {
      read = read_bound(member, scope, histogram.extended_min);
    } else if (member.name == "max") {
      read = read_bound(member, scope, histogram.extended_max);
    } else {
      return false;
    }
    if (!read) return std::move(read).error();
    return true;
  });
  if (!status) return std::move(status).error();
  if (histogram.extended_min && histogram.extended_max && *histogram.extended_min > *histogram.extended_max) {
    return parse_error("[extended_bounds.min][" + std::to_string(*histogram.extended_min) +
                           "] cannot be greater than [extended_bounds.max][" +
                           std::to_string(*histogram.extended_max) + "] for histogram aggregation [" +
                           std::string(scope.name) + "]",
                       value, "illegal_argument_exception");
  }
  return true;
}

Result<double> read_interval(const JsonMember& member, const AggregationScope& scope) {
  Result<double> interval = read_double(scope.type, member);
  if (interval && !(*interval > 0.0)) {
    return parse_error("[interval] must be >0 for histogram aggregation [" + std::string(scope.name) + "]",
                       member.value, "illegal_argument_exception");
  }
  return interval;
}

Result<bool> read_parameter(const JsonMember& member, const AggregationScope& scope, HistogramAggregation& histogram) {
  if (member.name == "field") return taken(read_text(scope.type, member), histogram.field);
  if (member.name == "interval") return taken(read_interval(member, scope), histogram.interval);
  if (member.name == "offset") return taken(read_double(scope.type, member), histogram.offset);
  if (member.name == "min_doc_count") return taken(read_min_doc_count(member, scope), histogram.min_doc_count);
  if (member.name == "keyed") return taken(read_boolean(scope.type, member), histogram.keyed);
  if (member.name == "order") return taken(read_order(member.value, scope), histogram.order);
  if (member.name == "missing") return taken(read_value(scope.type, member), histogram.missing);
  if (member.name == "format") return taken(read_text(scope.type, member), histogram.format);
  if (member.name == "extended_bounds") return read_extended_bounds(member.value, scope, histogram);
  return member.name == "value_type";
}

}  // namespace

Result<AggregationNode> read_histogram(JsonValue body, const AggregationScope& scope) {
  HistogramAggregation histogram;
  histogram.interval = 0.0;
  Status status = read_aggregation_parameters(
      body, scope, [&](const JsonMember& member) { return read_parameter(member, scope, histogram); });
  if (!status) return std::move(status).error();
  if (histogram.field.empty()) return field_required(body);
  if (histogram.interval == 0.0) {
    return parse_error("Required one of fields [interval], but none were specified. ", body,
                       "illegal_argument_exception");
  }
  return AggregationNode(std::move(histogram));
}

}  // namespace aisle::server::es_api
