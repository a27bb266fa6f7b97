#include "engine/aggregate/metric_values.hpp"

#include <array>
#include <utility>

namespace aisle::engine {
namespace {

using Kind = MetricAggregation::Kind;
using Getter = double (*)(const MetricValues&);

constexpr std::array<std::pair<std::string_view, Getter>, 5> kStats{{
    {"count", [](const MetricValues& v) { return v.count(); }},
    {"min", [](const MetricValues& v) { return v.of.min; }},
    {"max", [](const MetricValues& v) { return v.of.max; }},
    {"avg", [](const MetricValues& v) { return v.average(); }},
    {"sum", [](const MetricValues& v) { return v.of.sum; }},
}};

double bound(const MetricValues& v, double deviation, double direction) {
  return v.average() + direction * v.of.sigma * deviation;
}

constexpr std::array<std::pair<std::string_view, Getter>, 13> kExtended{{
    {"sum_of_squares", [](const MetricValues& v) { return v.of.sum_of_squares; }},
    {"variance", [](const MetricValues& v) { return v.variance_population(); }},
    {"variance_population", [](const MetricValues& v) { return v.variance_population(); }},
    {"variance_sampling", [](const MetricValues& v) { return v.variance_sampling(); }},
    {"std_deviation", [](const MetricValues& v) { return v.deviation_population(); }},
    {"std_deviation_population", [](const MetricValues& v) { return v.deviation_population(); }},
    {"std_deviation_sampling", [](const MetricValues& v) { return v.deviation_sampling(); }},
    {"std_upper", [](const MetricValues& v) { return bound(v, v.deviation_population(), 1); }},
    {"std_lower", [](const MetricValues& v) { return bound(v, v.deviation_population(), -1); }},
    {"std_upper_population", [](const MetricValues& v) { return bound(v, v.deviation_population(), 1); }},
    {"std_lower_population", [](const MetricValues& v) { return bound(v, v.deviation_population(), -1); }},
    {"std_upper_sampling", [](const MetricValues& v) { return bound(v, v.deviation_sampling(), 1); }},
    {"std_lower_sampling", [](const MetricValues& v) { return bound(v, v.deviation_sampling(), -1); }},
}};

}  // namespace

double MetricValues::single() const {
  switch (of.kind) {
    case Kind::min: return of.min;
    case Kind::max: return of.max;
    case Kind::sum: return of.sum;
    case Kind::avg: return average();
    default: return count();
  }
}

std::optional<double> MetricValues::named(std::string_view property) const {
  const bool many = of.kind == Kind::stats || of.kind == Kind::extended_stats;
  if (!many) return property.empty() || property == "value" ? std::optional(single()) : std::nullopt;
  for (const auto& [name, get] : kStats) {
    if (name == property) return get(*this);
  }
  if (of.kind != Kind::extended_stats) return std::nullopt;
  for (const auto& [name, get] : kExtended) {
    if (name == property) return get(*this);
  }
  return std::nullopt;
}

std::string why_not_named(std::string_view aggregation, MetricAggregation::Kind kind, std::string_view property) {
  const MetricResult nothing{.kind = kind};
  if (MetricValues{nothing}.named(property)) return {};
  const std::string name(aggregation);
  if (kind != Kind::stats && kind != Kind::extended_stats) {
    return "Ordering on a single-value metrics aggregation can only be done on its value. Either drop the key (a la \"" +
           name + "\") or change it to \"value\" (a la \"" + name + ".value\")";
  }
  if (property.empty()) return "When ordering on a multi-value metrics aggregation a metric name must be specified.";
  return "Unknown metric name [" + std::string(property) + "] on multi-value metrics aggregation [" + name + "]";
}

}  // namespace aisle::engine
