#pragma once
// terms over keyword fields and text with fielddata.

#include <string>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "engine/aggregate/collect/collector.hpp"
#include "engine/aggregate/collect/key_table.hpp"
#include "engine/aggregate/collect/sub_batch.hpp"
#include "engine/aggregate/collect/term_buckets.hpp"
#include "engine/aggregate/collect/term_filter.hpp"
#include "engine/aggregate/count/ordinal_counter.hpp"
#include "engine/aggregate/values/field_values.hpp"

namespace aisle::engine {

/// At the top and without children it only counts ordinals, and looks terms up at the segment's end. Otherwise each
/// (owner, ordinal) is resolved to a bucket once per segment, and remembered in a table where that is small.
class KeywordTermsCollector final : public Collector {
 public:
  KeywordTermsCollector(const Aggregation& request, List subs, FieldValues values, TermFilter filter,
                        BucketOrdering ordering, bool is_only_segment, BucketBudget& held);

  void begin_segment(const SegmentContext& context) override;
  bool counts_lists() const override { return is_leaf() && segment_.ordinals != nullptr; }
  void count_list(std::span<const std::uint32_t> docs) override;
  void collect(MatchWindow& window, std::span<const std::uint32_t> docs,
               std::span<const std::uint32_t> owners) override;
  bool collect_known(const SegmentContext& context, const KnownMatches& matches) override;
  void end_segment() override;
  void finish() override;
  AggregationResult result(std::uint32_t owner, BucketBudget& budget) const override;

 private:
  static constexpr std::uint32_t kUnknown = ~0U;
  static constexpr std::uint32_t kRejected = ~0U - 1;
  static constexpr std::size_t kMaxTable = std::size_t{1} << 21;

  void start_counting();
  void collect_missing(MatchWindow& window, std::span<const std::uint32_t> docs,
                       std::span<const std::uint32_t> owners);
  void fit_table(std::span<const std::uint32_t> owners);
  std::uint32_t bucket_of(std::uint32_t owner, std::uint32_t ordinal);
  std::uint32_t resolve(std::uint32_t owner, std::uint32_t ordinal);
  std::uint32_t key_of(std::uint32_t ordinal);
  std::uint32_t missing_bucket(std::uint32_t owner);
  void put(MatchWindow& window, std::uint32_t doc, std::uint32_t bucket) {
    if (bucket == kRejected) return;
    buckets_.table().add(bucket, 1);
    if (!is_leaf()) batch_.push(window, doc, bucket);
  }
  void fold_counts();
  void fold_best(std::span<const std::uint32_t> counts);
  void add_all_terms();

  FieldValues values_;
  TermFilter filter_;
  bool is_only_segment_;
  KeyTable keys_;
  TermBuckets buckets_;
  SubBatch batch_;

  // of the segment at hand
  SegmentValues segment_;
  OrdinalCounter counter_;
  bool counting_ = false;
  std::vector<std::uint32_t> key_of_ordinal_;   // kUnknown until asked for
  std::vector<std::uint32_t> table_;            // [owner * terms + ordinal] -> bucket
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> far_;  // what is beyond the table
  std::string term_;
};

}  // namespace aisle::engine
