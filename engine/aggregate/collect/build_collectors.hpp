#pragma once
// From the request's tree to collectors.

#include "base/result.hpp"
#include "engine/aggregate/aggregator.hpp"
#include "engine/aggregate/collect/collector.hpp"
#include "engine/aggregate/collect/segment_filter.hpp"

namespace aisle::engine {

/// Deeper trees are refused.
inline constexpr std::uint32_t kMaxAggregationDepth = 64;

/// Aggregations and filters of one request, all levels together: each holds some tens of kilobytes.
inline constexpr std::uint32_t kMaxAggregationNodes = 2'000;

/// What all nodes of one request share while they are made.
struct CollectorEnvironment {
  const AggregationContext& context;
  const FilterFactory& filters;
  BucketBudget& held;
  bool is_only_segment = false;  ///< the request's targets have one segment between them, or none
  std::uint32_t& node_count;
};

/// Errors as Aggregator::create's.
Result<Collector::List> build_collectors(const std::vector<Aggregation>& requests,
                                         const CollectorEnvironment& environment, std::uint32_t depth = 0);

}  // namespace aisle::engine
