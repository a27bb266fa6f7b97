#pragma once
// cardinality: how many distinct values, exactly.

#include <array>
#include <vector>

#include <boost/unordered/unordered_flat_set.hpp>

#include "base/hash.hpp"
#include "engine/aggregate/collect/collector.hpp"
#include "engine/aggregate/values/field_values.hpp"

namespace aisle::engine {

/// Within a segment ordinals are distinct as they are: bits for owner 0 at the top, (owner, ordinal) pairs elsewhere.
/// Across segments terms meet as 128-bit fingerprints (XXH3), whose collisions are rarer than memory errors; numbers
/// meet as their keys. Where there is only one segment no term is looked up.
class CardinalityCollector final : public Collector {
 public:
  CardinalityCollector(const Aggregation& request, FieldValues values, bool is_only_segment, BucketBudget& held);

  void begin_segment(const SegmentContext& context) override;
  void collect(MatchWindow& window, std::span<const std::uint32_t> docs,
               std::span<const std::uint32_t> owners) override;
  void end_segment() override;
  AggregationResult result(std::uint32_t owner, BucketBudget& budget) const override;
  double sort_value(std::uint32_t owner, std::string_view property) const override;
  std::string why_no_sort_value(std::string_view property) const override;

 private:
  struct Distinct {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::uint32_t owner = 0;
    bool operator==(const Distinct&) const = default;
  };
  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(const Distinct& value) const {
      return mix64(value.low ^ (value.high * 0x9E3779B97F4A7C15ULL) ^ (std::uint64_t{value.owner} << 32));
    }
  };
  static Distinct of_term(std::uint32_t owner, std::string_view term);
  static Distinct of_number(std::uint32_t owner, std::int64_t key) {
    return {.low = static_cast<std::uint64_t>(key), .owner = owner};
  }
  void insert(const Distinct& value);
  void see(std::uint32_t owner, std::uint32_t ordinal);
  void see_missing(std::uint32_t owner);
  void collect_terms(std::span<const std::uint32_t> docs, std::span<const std::uint32_t> owners);
  void collect_numbers(std::span<const std::uint32_t> docs, std::span<const std::uint32_t> owners);
  void fold(std::uint32_t owner, std::uint32_t ordinal);
  void count_one(std::uint32_t owner);
  std::uint64_t count_of(std::uint32_t owner) const { return owner < counts_.size() ? counts_[owner] : 0; }

  FieldValues values_;
  bool is_only_segment_;
  BucketBudget& held_;
  boost::unordered_flat_set<Distinct, Hash> distinct_;
  std::vector<std::uint64_t> counts_;  // by owner

  // of the segment at hand
  SegmentValues segment_;
  std::vector<std::uint64_t> bits_;                     // owner 0: one bit per ordinal
  boost::unordered_flat_set<std::uint64_t> pairs_;      // other owners: owner << 32 | ordinal
  std::string term_;
};

}  // namespace aisle::engine
