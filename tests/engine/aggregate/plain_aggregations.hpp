#pragma once
// The obvious way to aggregate: lists of plain documents, sorted maps, one pass per bucket.

#include <vector>

#include "engine/aggregate/aggregation_result.hpp"
#include "plain_catalog.hpp"

namespace aisle::engine {

std::vector<AggregationResult> aggregate_plainly(const std::vector<Aggregation>& requests,
                                                 const std::vector<PlainTarget>& catalog);

}  // namespace aisle::engine
