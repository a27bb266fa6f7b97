#pragma once
// filters: a bucket for each query, and perhaps one for documents that match none.

#include <vector>

#include "engine/aggregate/collect/collector.hpp"
#include "engine/aggregate/collect/fixed_counts.hpp"
#include "engine/aggregate/collect/segment_filter.hpp"
#include "engine/aggregate/collect/sub_batch.hpp"

namespace aisle::engine {

class FiltersCollector final : public Collector {
 public:
  FiltersCollector(const Aggregation& request, List subs, std::vector<SegmentFilter> filters, BucketBudget& held);

  void begin_segment(const SegmentContext& context) override;
  void collect_window(MatchWindow& window) override;
  void collect_range(const MatchRange& range) override;
  void collect(MatchWindow& window, std::span<const std::uint32_t> docs,
               std::span<const std::uint32_t> owners) override;
  AggregationResult result(std::uint32_t owner, BucketBudget& budget) const override;

 private:
  std::uint32_t width() const { return static_cast<std::uint32_t>(filters_.size()) + (has_other_ ? 1 : 0); }
  /// `others` are the matches as bits, and become those that no filter lets pass.
  template <class Matches, class Bits>
  void count(const Matches& matches, Bits others);
  Bucket make_bucket(std::uint32_t owner, std::uint32_t i, const std::string& name, BucketBudget& budget) const;
  void take(MatchWindow& window, std::span<const std::uint32_t> docs, std::span<const std::uint32_t> owners,
            const WindowBits& passing, std::uint32_t i);

  std::vector<SegmentFilter> filters_;
  bool has_other_;
  FixedCounts counts_;
  SubBatch batch_;
};

}  // namespace aisle::engine
