#pragma once
// The Aggregator that the engine uses, with the making of filters left open.

#include <memory>
#include <vector>

#include "engine/aggregate/aggregator.hpp"
#include "engine/aggregate/collect/segment_filter.hpp"

namespace aisle::engine {

/// As Aggregator::create, with filters from `filters` instead of from prepare(). Tests bring a plain one.
Result<std::unique_ptr<Aggregator>> create_aggregator(const std::vector<Aggregation>& aggregations,
                                                      const AggregationContext& context, FilterFactory filters);

}  // namespace aisle::engine
