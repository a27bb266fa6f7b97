#include <array>
#include <cmath>
#include <string>

#include "engine/aggregate/metric_values.hpp"
#include "engine/aggregate/values/number_text.hpp"
#include "server/es_api/aggregations/write_aggregations.hpp"

namespace aisle::server::es_api {
namespace {

using engine::FieldType;
using engine::MetricResult;
using engine::MetricValues;
using Kind = engine::MetricAggregation::Kind;

/// A number of a metric over documents: null where there was no value. What JSON lacks is quoted, as Jackson does.
void write_number(JsonWriter& out, std::string_view name, const MetricResult& metric, double number) {
  out.key(name);
  if (metric.count == 0) {
    out.null();
  } else if (std::isfinite(number)) {
    out.real(number);
  } else {
    out.string(engine::java_double(number));
  }
}

/// Dates and booleans are shown as such beside the number.
void write_text(JsonWriter& out, std::string_view name, const MetricResult& metric, double number) {
  if (metric.count == 0) return;
  if (metric.type == FieldType::date) {
    out.field(name, std::string_view(engine::date_text(static_cast<EpochMillis>(number), metric.date_format)));
  } else if (metric.type == FieldType::boolean) {
    out.field(name, number != 0.0 ? "true" : "false");
  }
}

void write_single(JsonWriter& out, const MetricResult& metric) {
  const double number = MetricValues{metric}.single();
  if (metric.kind == Kind::sum) {
    out.field("value", number);
  } else {
    write_number(out, "value", metric, number);
  }
  write_text(out, "value_as_string", metric, number);
}

void write_stats(JsonWriter& out, const MetricResult& metric) {
  const MetricValues values{metric};
  out.field("count", metric.count);
  write_number(out, "min", metric, metric.min);
  write_number(out, "max", metric, metric.max);
  write_number(out, "avg", metric, values.average());
  out.field("sum", metric.sum);
  if (metric.kind == Kind::extended_stats) return;
  write_text(out, "min_as_string", metric, metric.min);
  write_text(out, "max_as_string", metric, metric.max);
  write_text(out, "avg_as_string", metric, values.average());
  write_text(out, "sum_as_string", metric, metric.sum);
}

void write_bounds(JsonWriter& out, const MetricResult& metric) {
  const MetricValues values{metric};
  const double population = metric.sigma * values.deviation_population();
  const double sampling = metric.sigma * values.deviation_sampling();
  out.key("std_deviation_bounds").begin_object();
  write_number(out, "upper", metric, values.average() + population);
  write_number(out, "lower", metric, values.average() - population);
  write_number(out, "upper_population", metric, values.average() + population);
  write_number(out, "lower_population", metric, values.average() - population);
  write_number(out, "upper_sampling", metric, values.average() + sampling);
  write_number(out, "lower_sampling", metric, values.average() - sampling);
  out.end_object();
}

void write_extended(JsonWriter& out, const MetricResult& metric) {
  static constexpr std::array<std::string_view, 7> kShown{
      "sum_of_squares", "variance",      "variance_population",      "variance_sampling",
      "std_deviation",  "std_deviation_population", "std_deviation_sampling"};
  write_stats(out, metric);
  const MetricValues values{metric};
  for (const std::string_view name : kShown) write_number(out, name, metric, values.named(name).value_or(NAN));
  write_bounds(out, metric);
}

}  // namespace

void write_metric(JsonWriter& out, const MetricResult& metric) {
  switch (metric.kind) {
    case Kind::value_count:
    case Kind::cardinality: out.field("value", metric.count); return;
    case Kind::stats: write_stats(out, metric); return;
    case Kind::extended_stats: write_extended(out, metric); return;
    default: write_single(out, metric); return;
  }
}

}  // namespace aisle::server::es_api
