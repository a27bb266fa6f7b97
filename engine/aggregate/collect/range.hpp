#pragma once
// range and date_range.

#include <string>
#include <vector>

#include "engine/aggregate/collect/collector.hpp"
#include "engine/aggregate/collect/fixed_counts.hpp"
#include "engine/aggregate/collect/sub_batch.hpp"
#include "engine/aggregate/count/interval_counter.hpp"
#include "engine/aggregate/count/value_counter.hpp"
#include "engine/aggregate/values/field_values.hpp"

namespace aisle::engine {

/// One range as it is counted and shown.
struct PreparedRange {
  double from = 0.0;  ///< -infinity: open
  double to = 0.0;    ///< infinity: open
  std::string key = {};
  std::string from_text = {};  ///< dates
  std::string to_text = {};
  bool holds(double number) const { return number >= from && number < to; }
};

/// Sorted by from, then to, as Elasticsearch shows them. Errors: invalid_argument for bounds that do not parse.
Result<std::vector<PreparedRange>> prepare_ranges(const RangeAggregation& request, const FieldValues& values);

/// A document counts once in each range that holds any of its values.
class RangeCollector final : public Collector {
 public:
  RangeCollector(const Aggregation& request, List subs, FieldValues values, std::vector<PreparedRange> ranges,
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
  AggregationResult result(std::uint32_t owner, BucketBudget& budget) const override;

 private:
  void begin_counting();
  bool find_edges();
  void fold_intervals();
  void count_value(double number, std::uint64_t docs);
  void put(MatchWindow& window, std::uint32_t doc, std::uint32_t owner, std::uint32_t range);
  double number_of(std::int64_t encoded) const { return segment_.numbers->as_double(encoded); }

  FieldValues values_;
  std::vector<PreparedRange> ranges_;
  FixedCounts counts_;
  SubBatch batch_;
  std::vector<std::size_t> seen_in_;  // per range: the last document of the batch that it took, + 1

  // of the segment at hand
  SegmentValues segment_;
  std::vector<std::int64_t> edges_;  // where ranges begin and end, encoded
  IntervalCounter intervals_;        // where there are few edges
  ValueCounter counter_;             // else
  bool counting_ = false;
  bool by_interval_ = false;
};

}  // namespace aisle::engine
