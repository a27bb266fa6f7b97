#pragma once
// filter, missing and global: one bucket under each owner, numbered as the owner is.

#include "engine/aggregate/collect/collector.hpp"
#include "engine/aggregate/collect/fixed_counts.hpp"
#include "engine/aggregate/collect/match_feed.hpp"
#include "engine/aggregate/collect/segment_filter.hpp"
#include "engine/aggregate/collect/sub_batch.hpp"
#include "engine/aggregate/values/field_values.hpp"

namespace aisle::engine {

class SingleBucketCollector : public Collector {
 public:
  SingleBucketCollector(const Aggregation& request, List subs, BucketBudget& held)
      : Collector(request, std::move(subs)), counts_(1, held), batch_(subs_), feed_(subs_) {}

  void begin_segment(const SegmentContext& context) override;
  void end_segment() override;
  AggregationResult result(std::uint32_t owner, BucketBudget& budget) const override;
  double sort_value(std::uint32_t owner, std::string_view property) const override;
  std::string why_no_sort_value(std::string_view property) const override;
  bool is_single_bucket() const override { return true; }

 protected:
  /// Documents that pass, all of owner 0: counted by their bits, children keep their fast way.
  void pass(DocId base, const WindowBits& passing);
  void pass(const MatchRange& passing);

  FixedCounts counts_;
  SubBatch batch_;
  MatchFeed feed_;  // of bucket 0
};

class FilterCollector final : public SingleBucketCollector {
 public:
  FilterCollector(const Aggregation& request, List subs, BucketBudget& held, SegmentFilter filter)
      : SingleBucketCollector(request, std::move(subs), held), filter_(std::move(filter)) {}
  void begin_segment(const SegmentContext& context) override;
  void collect_window(MatchWindow& window) override;
  void collect_range(const MatchRange& range) override;
  void collect(MatchWindow& window, std::span<const std::uint32_t> docs,
               std::span<const std::uint32_t> owners) override;

 private:
  SegmentFilter filter_;
};

class MissingCollector final : public SingleBucketCollector {
 public:
  MissingCollector(const Aggregation& request, List subs, BucketBudget& held, FieldValues values)
      : SingleBucketCollector(request, std::move(subs), held), values_(std::move(values)) {}
  void begin_segment(const SegmentContext& context) override;
  void collect(MatchWindow& window, std::span<const std::uint32_t> docs,
               std::span<const std::uint32_t> owners) override;

 private:
  bool has_value(std::uint32_t doc) const;
  FieldValues values_;
  SegmentValues segment_;
};

/// Ignores the query's matches and takes every live document of each segment. Top level only.
class GlobalCollector final : public SingleBucketCollector {
 public:
  using SingleBucketCollector::SingleBucketCollector;
  void begin_segment(const SegmentContext& context) override;
  void collect_window(MatchWindow& /*window*/) override {}
  void collect_range(const MatchRange& /*range*/) override {}
  void collect(MatchWindow& /*window*/, std::span<const std::uint32_t> /*docs*/,
               std::span<const std::uint32_t> /*owners*/) override {}
  bool collect_known(const SegmentContext& /*context*/, const KnownMatches& /*matches*/) override { return true; }
};

}  // namespace aisle::engine
