#pragma once
// How often does each number occur among the matches of one segment? The kernel under facets over prices and ratings.
//
// What ranges and histograms make of a number depends on the number alone, so they count distinct numbers here, one
// increment a match, and look at each distinct one only once.

#include <cstdint>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.hpp"
#include "engine/aggregate/collect/match_window.hpp"
#include "engine/index/columns/numeric_column.hpp"

namespace aisle::engine {

/// Counts in a table where the column's bounds are near each other, else (and for live values that have left the
/// bounds since) in a hash map. A value that a document has twice counts once.
class ValueCounter {
 public:
  /// Views the column until the next begin.
  void begin(const NumericColumn& column);
  void count(const MatchWindow& window);
  std::uint64_t missing() const { return missing_; }

  /// Calls visit(encoded, documents) for each value that occurred, in no particular order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = 0; i < stride_; ++i) {
      std::uint64_t docs = 0;
      for (std::size_t lane = 0; lane <= lane_mask_; ++lane) docs += table_[lane * stride_ + i];
      if (docs != 0) visit(base_ + static_cast<std::int64_t>(i), docs);
    }
    for (const auto& [value, docs] : rest_) visit(value, docs);
  }

 private:
  static constexpr std::uint64_t kMaxTable = 1U << 18;  // 1 MiB of counters, half of L2
  // Few values follow each other often: neighbours count in tables of their own, not to wait for each other's store.
  static constexpr std::size_t kLanes = 4;
  static constexpr std::uint64_t kMaxLaneTable = 1U << 12;

  void add(std::int64_t value, std::uint32_t doc) {
    const std::uint64_t slot = static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(base_);
    if (slot < stride_) {
      ++table_[(doc & lane_mask_) * stride_ + slot];
    } else {
      ++rest_[value];
    }
  }
  void count_live(const MatchWindow& window);
  void count_each(const MatchWindow& window);

  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(std::int64_t value) const { return mix64(static_cast<std::uint64_t>(value)); }
  };
  const NumericColumn* column_ = nullptr;
  std::int64_t base_ = 0;
  std::size_t stride_ = 0;            // counters of one lane
  std::size_t lane_mask_ = 0;         // lanes - 1
  std::vector<std::uint32_t> table_;  // lane by lane
  boost::unordered_flat_map<std::int64_t, std::uint64_t, Hash> rest_;
  std::uint64_t missing_ = 0;
};

}  // namespace aisle::engine
