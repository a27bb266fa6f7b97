#pragma once
// histogram: a bucket for each step of a fixed width.

#include "engine/aggregate/collect/bucket_order.hpp"
#include "engine/aggregate/collect/bucket_table.hpp"
#include "engine/aggregate/collect/collector.hpp"
#include "engine/aggregate/collect/sub_batch.hpp"
#include "engine/aggregate/count/interval_counter.hpp"
#include "engine/aggregate/count/value_counter.hpp"
#include "engine/aggregate/values/field_values.hpp"

namespace aisle::engine {

/// Buckets are kept by step, floor((value - offset) / interval), a whole number held in a double. A document counts
/// once in each step that any of its values falls into.
class HistogramCollector final : public Collector {
 public:
  HistogramCollector(const Aggregation& request, List subs, FieldValues values, BucketOrdering ordering,
                     BucketBudget& held);

  void begin_segment(const SegmentContext& context) override;
  bool counts_lists() const override {
    return is_leaf() && segment_.numbers != nullptr && !segment_.numbers->is_multi_valued();
  }
  void count_list(std::span<const std::uint32_t> docs) override;
  bool collect_known(const SegmentContext& context, const KnownMatches& matches) override;
  void collect(MatchWindow& window, std::span<const std::uint32_t> docs,
               std::span<const std::uint32_t> owners) override;
  void end_segment() override;
  void finish() override;
  AggregationResult result(std::uint32_t owner, BucketBudget& budget) const override;

 private:
  void begin_counting();
  bool find_edges();
  std::int64_t edge_of(double step, std::int64_t low, std::int64_t high);
  void fold_counts();
  double step_of(double number) const;
  double step_of_encoded(std::int64_t encoded) const { return step_of(segment_.numbers->as_double(encoded)); }
  std::uint32_t bucket_of(std::uint32_t owner, double step);
  void put(MatchWindow& window, std::uint32_t doc, std::uint32_t owner, double step);
  std::vector<Candidate> gather(std::uint32_t owner) const;
  std::vector<Candidate> fill_gaps(std::vector<Candidate> found, BucketBudget& budget) const;

  const HistogramAggregation& histogram_;
  FieldValues values_;
  BucketOrdering ordering_;
  BucketTable table_;
  SubBatch batch_;

  // Where steps begin, in one encoding: searched for once, as segments mostly encode alike.
  NumericEncoding known_encoding_;
  std::vector<std::pair<double, std::int64_t>> known_edges_;

  // of the segment at hand
  SegmentValues segment_;
  double first_step_ = 0.0;
  std::vector<std::int64_t> edges_;  // the lower bound, where the steps after first_step_ begin, past the upper bound
  IntervalCounter intervals_;        // where there are few steps
  ValueCounter counter_;             // else
  bool counting_ = false;
  bool by_interval_ = false;
};

}  // namespace aisle::engine
