#pragma once
// terms over numbers, booleans and dates.

#include "engine/aggregate/collect/collector.hpp"
#include "engine/aggregate/collect/sub_batch.hpp"
#include "engine/aggregate/collect/term_buckets.hpp"
#include "engine/aggregate/collect/term_filter.hpp"
#include "engine/aggregate/count/value_counter.hpp"
#include "engine/aggregate/values/field_values.hpp"

namespace aisle::engine {

class NumberTermsCollector final : public Collector {
 public:
  NumberTermsCollector(const Aggregation& request, List subs, FieldValues values, NumberFilter filter,
                       BucketOrdering ordering, BucketBudget& held);

  void begin_segment(const SegmentContext& context) override;
  bool counts_lists() const override { return is_leaf() && segment_.numbers != nullptr; }
  void count_list(std::span<const std::uint32_t> docs) override;
  bool collect_known(const SegmentContext& context, const KnownMatches& matches) override;
  void collect(MatchWindow& window, std::span<const std::uint32_t> docs,
               std::span<const std::uint32_t> owners) override;
  void end_segment() override;
  void finish() override;
  AggregationResult result(std::uint32_t owner, BucketBudget& budget) const override;

 private:
  void put(MatchWindow& window, std::uint32_t doc, std::uint32_t owner, std::int64_t key);
  void add(std::uint32_t owner, std::int64_t key, std::uint64_t docs);
  void add_all_values();

  FieldValues values_;
  NumberFilter filter_;
  TermBuckets buckets_;
  SubBatch batch_;

  // of the segment at hand
  SegmentValues segment_;
  std::uint32_t segment_docs_ = 0;
  ValueCounter counter_;
  bool counting_ = false;
};

}  // namespace aisle::engine
