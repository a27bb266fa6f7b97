#include "engine/aggregate/aggregator.hpp"

#include "engine/aggregate/collector_aggregator.hpp"
#include "engine/query/filter.hpp"

namespace aisle::engine {

Result<std::unique_ptr<Aggregator>> Aggregator::create(const std::vector<Aggregation>& aggregations,
                                                       const AggregationContext& context) {
  return create_aggregator(aggregations, context, [&context](const QueryPtr& query, std::uint32_t target) {
    return prepare(query, *context.targets[target].snapshot, context.limits, context.now_ms);
  });
}

}  // namespace aisle::engine
