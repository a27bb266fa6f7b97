#pragma once
// min, max, sum, avg, value_count, stats and extended_stats: one set of sums under each owner.

#include <limits>
#include <vector>

#include "engine/aggregate/collect/collector.hpp"
#include "engine/aggregate/values/field_values.hpp"

namespace aisle::engine {

/// Kahan's compensated sum (doi:10.1145/363707.363723), as Elasticsearch adds doubles.
class CompensatedSum {
 public:
  void add(double number) {
    if (!std::isfinite(number)) {
      sum_ += number;
      return;
    }
    if (!std::isfinite(sum_)) return;
    const double corrected = number - error_;
    const double sum = sum_ + corrected;
    error_ = (sum - sum_) - corrected;
    sum_ = sum;
  }
  double value() const { return sum_; }

 private:
  double sum_ = 0.0;
  double error_ = 0.0;
};

struct Moments {
  std::uint64_t count = 0;
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  CompensatedSum sum;
  CompensatedSum squares;

  void add(double number) {
    ++count;
    min = number < min ? number : min;
    max = number > max ? number : max;
    sum.add(number);
  }
};

/// At the top, over a single-valued column of integers or scaled reals, values are added as integers, exactly.
class MetricCollector final : public Collector {
 public:
  MetricCollector(const Aggregation& request, FieldValues values, BucketBudget& held);

  void begin_segment(const SegmentContext& context) override;
  bool counts_lists() const override { return integers_; }
  void count_list(std::span<const std::uint32_t> docs) override;
  void collect(MatchWindow& window, std::span<const std::uint32_t> docs,
               std::span<const std::uint32_t> owners) override;
  AggregationResult result(std::uint32_t owner, BucketBudget& budget) const override;
  double sort_value(std::uint32_t owner, std::string_view property) const override;
  std::string why_no_sort_value(std::string_view property) const override;

 private:
  bool adds_integers() const;
  void fit(std::span<const std::uint32_t> owners);
  void add(std::uint32_t owner, double number);
  void count_terms(std::span<const std::uint32_t> docs, std::span<const std::uint32_t> owners);
  MetricResult moments_of(std::uint32_t owner) const;

  const MetricAggregation& metric_;
  FieldValues values_;
  BucketBudget& held_;
  bool squares_;
  std::vector<Moments> moments_;  // by owner

  // of the segment at hand
  SegmentValues segment_;
  bool integers_ = false;
};

}  // namespace aisle::engine
