#include "engine/aggregate/collect/collector.hpp"

namespace aisle::engine {
std::string Collector::why_no_sort_value(std::string_view /*property*/) const {
  return "Buckets can only be sorted on a sub-aggregator path that is built out of zero or more single-bucket "
         "aggregations within the path and a final single-bucket or a metrics aggregation at the path end.";
}

}  // namespace aisle::engine
