#pragma once
// What a metric's sums say: averages, variances, bounds. Used for ordering buckets and for rendering.

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "engine/aggregate/aggregation_result.hpp"

namespace aisle::engine {

/// Elasticsearch's formulas over one metric; NaN where there is nothing to divide by.
struct MetricValues {
  const MetricResult& of;

  double count() const { return static_cast<double>(of.count); }
  double average() const { return of.sum / count(); }
  double variance_population() const {
    const double variance = (of.sum_of_squares - of.sum * of.sum / count()) / count();
    return variance < 0 ? 0.0 : variance;
  }
  double variance_sampling() const {
    const double variance = (of.sum_of_squares - of.sum * of.sum / count()) / (count() - 1);
    return variance < 0 ? 0.0 : variance;
  }
  double deviation_population() const { return std::sqrt(variance_population()); }
  double deviation_sampling() const { return std::sqrt(variance_sampling()); }
  /// The number that stands for a single-valued metric.
  double single() const;
  /// By the name that order paths use ("avg", "std_deviation", "std_upper"); none for a name that the kind lacks.
  std::optional<double> named(std::string_view property) const;
};

/// Empty when a metric of that kind can be asked for `property`, else Elasticsearch's sentence why not.
std::string why_not_named(std::string_view aggregation, MetricAggregation::Kind kind, std::string_view property);

}  // namespace aisle::engine
