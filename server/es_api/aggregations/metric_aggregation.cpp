#include <array>
#include <utility>

#include "server/es_api/aggregations/aggregation_types.hpp"

namespace aisle::server::es_api {
namespace {

using engine::MetricAggregation;
using Kind = MetricAggregation::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 8> kKinds{{
    {"min", Kind::min},
    {"max", Kind::max},
    {"sum", Kind::sum},
    {"avg", Kind::avg},
    {"value_count", Kind::value_count},
    {"stats", Kind::stats},
    {"extended_stats", Kind::extended_stats},
    {"cardinality", Kind::cardinality},
}};

Kind kind_of(std::string_view type) {
  for (const auto& [name, kind] : kKinds) {
    if (name == type) return kind;
  }
  return Kind::stats;
}

Result<double> read_sigma(const JsonMember& member, const AggregationScope& scope) {
  Result<double> sigma = read_double(scope.type, member);
  if (sigma && *sigma < 0) {
    return parse_error("[sigma] must be greater than or equal to 0. Found [" + std::to_string(*sigma) + "] in [" +
                           std::string(scope.name) + "]",
                       member.value, "illegal_argument_exception");
  }
  return sigma;
}

Result<bool> read_parameter(const JsonMember& member, const AggregationScope& scope, MetricAggregation& metric) {
  if (member.name == "field") return taken(read_text(scope.type, member), metric.field);
  if (member.name == "missing") return taken(read_value(scope.type, member), metric.missing);
  if (member.name == "value_type") return true;
  if (metric.kind == Kind::cardinality) {
    // Counting is exact at any threshold.
    return member.name == "precision_threshold" || member.name == "execution_hint" || member.name == "rehash";
  }
  if (member.name == "format") return taken(read_text(scope.type, member), metric.format);
  if (member.name == "sigma" && metric.kind == Kind::extended_stats) {
    return taken(read_sigma(member, scope), metric.sigma);
  }
  return false;
}

}  // namespace

Result<AggregationNode> read_metric(JsonValue body, const AggregationScope& scope) {
  MetricAggregation metric;
  metric.kind = kind_of(scope.type);
  Status status = read_aggregation_parameters(
      body, scope, [&](const JsonMember& member) { return read_parameter(member, scope, metric); });
  if (!status) return std::move(status).error();
  if (metric.field.empty()) return field_required(body);
  return AggregationNode(std::move(metric));
}

}  // namespace aisle::server::es_api
