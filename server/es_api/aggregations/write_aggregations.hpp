#pragma once
// What aggregations found, as Elasticsearch 8 renders it.

#include <span>

#include "engine/aggregate/aggregation_result.hpp"
#include "base/json/json_writer.hpp"

namespace aisle::server::es_api {

/// Writes {"name": {...}, ...}: the value of `aggregations`. With `typed_keys`, names carry their type
/// ("sterms#brand"). The requests that the results point to must still live.
void write_aggregations(JsonWriter& out, std::span<const engine::AggregationResult> results,
                        bool typed_keys);

/// The members of one metric's object ("value", or "count" and so on), without the braces.
void write_metric(JsonWriter& out, const engine::MetricResult& metric);

}  // namespace aisle::server::es_api
