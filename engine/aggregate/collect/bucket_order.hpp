#pragma once
// In which order buckets are given: Elasticsearch's `order`, made ready once per node.

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/aggregate/aggregation.hpp"
#include "engine/aggregate/collect/collector.hpp"

namespace aisle::engine {

/// A bucket on its way into the answer. `number` is kNoBucket where no document fell into it.
struct Candidate {
  std::uint32_t number = kNoBucket;
  std::uint64_t key = 0;
  std::uint64_t count = 0;
};

/// Views the node's children; must not outlive the node.
class BucketOrdering {
 public:
  /// `fallback` applies where the request names no order. Keys break remaining ties, increasing.
  /// Errors: invalid_argument, kind "aggregation_execution_exception", for a path that leads nowhere.
  static Result<BucketOrdering> resolve(const std::vector<BucketOrder>& orders, BucketOrder fallback,
                                        const Collector::List& subs);

  /// True when it is the default of terms: count descending, then key.
  bool is_by_count() const { return steps_.size() == 1 && steps_[0].by == BucketOrder::By::count && !steps_[0].ascending; }

  /// compare_keys(a, b) is negative, zero or positive.
  template <class CompareKeys>
  bool before(const Candidate& a, const Candidate& b, CompareKeys&& compare_keys) const {
    for (const Step& step : steps_) {
      const int order = step.by == BucketOrder::By::key     ? compare_keys(a.key, b.key)
                        : step.by == BucketOrder::By::count ? (a.count < b.count ? -1 : a.count > b.count)
                                                            : compare_metric(step, a, b);
      if (order != 0) return step.by == BucketOrder::By::metric || step.ascending ? order < 0 : order > 0;
    }
    return compare_keys(a.key, b.key) < 0;
  }

 private:
  struct Step {
    BucketOrder::By by = BucketOrder::By::count;
    bool ascending = false;
    const Collector* metric = nullptr;
    std::string_view property = {};
  };
  static Result<Step> resolve_path(const BucketOrder& order, const Collector::List& subs);
  static int compare_metric(const Step& step, const Candidate& a, const Candidate& b);

  std::vector<Step> steps_;
};

}  // namespace aisle::engine
