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
    for (std::size_t i = 0; i < table_.size(); ++i) {
      if (table_[i] != 0) visit(base_ + static_cast<std::int64_t>(i), std::uint64_t{table_[i]});
    }
    for (const auto& [value, docs] : rest_) visit(value, docs);
  }

 private:
  static constexpr std::uint64_t kMaxTable = 1U << 18;  // 1 MiB of counters, half of L2

  void add(std::int64_t value) {
    const std::uint64_t slot = static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(base_);
    if (slot < table_.size()) {
      ++table_[slot];
    } else {
      ++rest_[value];
    }
  }
  void count_each(const MatchWindow& window);

  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(std::int64_t value) const { return mix64(static_cast<std::uint64_t>(value)); }
  };
  const NumericColumn* column_ = nullptr;
  std::int64_t base_ = 0;
  std::vector<std::uint32_t> table_;
  boost::unordered_flat_map<std::int64_t, std::uint64_t, Hash> rest_;
  std::uint64_t missing_ = 0;
};

}  // namespace aisle::engine
