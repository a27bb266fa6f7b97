#pragma once
// How often does each number occur among the matches of one segment? The kernel under facets over prices and ratings.
//
// What ranges and histograms make of a number depends on the number alone, so they count distinct numbers here, one
// increment a match, and look at each distinct one only once.

#include <cstdint>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.hpp"
#include "engine/index/columns/numeric_column.hpp"

namespace aisle::engine {

/// Counts codes in a table where the column's bounds are near each other, else (and for live values that have left the
/// bounds since) in a hash map. A value that a document has twice counts once.
class ValueCounter {
 public:
  /// Views the column until the next begin.
  void begin(const NumericColumn& column);
  void count(std::span<const std::uint32_t> docs);
  /// Counts from elsewhere, by code. REQUIRES: a live column of one byte; nothing was counted yet.
  void take(std::span<const std::uint32_t> counts) { table_.assign(counts.begin(), counts.end()); }
  std::uint64_t missing() const { return missing_ + (has_missing_slot() ? table_[0] : 0); }

  /// Calls visit(encoded, documents) for each value that occurred, in no particular order.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = has_missing_slot() ? 1 : 0; i < table_.size(); ++i) {
      if (table_[i] != 0) visit(encoded(first_code_ + i), std::uint64_t{table_[i]});
    }
    for (const auto& [code, docs] : rest_) visit(encoded(code), docs);
  }

 private:
  static constexpr std::uint64_t kMaxTable = 1U << 18;  // 1 MiB of counters, half of L2

  std::int64_t encoded(std::uint64_t code) const {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(column_->base()) + code);
  }
  bool has_missing_slot() const { return column_->is_live() && first_code_ == 0 && !table_.empty(); }
  void add(std::uint64_t code) {
    const std::uint64_t slot = code - first_code_;
    slot < table_.size() ? static_cast<void>(++table_[slot]) : add_far(code);
  }
  void add_far(std::uint64_t code);
  void count_each(std::span<const std::uint32_t> docs);

  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(std::uint64_t value) const { return mix64(value); }
  };
  const NumericColumn* column_ = nullptr;
  std::uint64_t first_code_ = 0;  // of the table
  std::vector<std::uint32_t> table_;
  boost::unordered_flat_map<std::uint64_t, std::uint64_t, Hash> rest_;  // by code
  std::uint64_t missing_ = 0;
};

}  // namespace aisle::engine
