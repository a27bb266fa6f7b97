#pragma once
// How many of one segment's matches have a number in each of a few intervals? The kernel under price ranges and
// rating steps.
//
// Encoded numbers sort as the numbers do, so an interval's edges are found once a segment, as encoded values, and a
// match costs a branchless search of at most 15 edges and one increment: no decoding, no division, no hashing.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/aggregate/collect/match_window.hpp"
#include "engine/index/columns/numeric_column.hpp"

namespace aisle::engine {

/// Interval i holds the values below which i of the edges lie or at which they are: 0 is below all edges, the last at
/// or above all of them. Values of live columns are read once each.
class IntervalCounter {
 public:
  static constexpr std::size_t kMaxEdges = 14;  // and one for "missing"

  /// Views the column until the next begin. With `keep_outside`, values in the first and the last interval are kept as
  /// well: a live value may leave the bounds that the edges were made for. REQUIRES: single-valued; edges increase
  /// strictly, at most kMaxEdges, none is kMissingLiveValue.
  void begin(const NumericColumn& column, std::span<const std::int64_t> edges, bool keep_outside);
  void count(MatchWindow& window);

  std::size_t size() const { return edge_count_ + 1; }
  std::uint64_t docs(std::size_t interval) const;
  /// What keep_outside kept, encoded.
  std::span<const std::int64_t> outside() const { return outside_; }
  /// Matches without a value.
  std::uint64_t missing() const { return missing_ + slot_docs(0); }

 private:
  static constexpr std::size_t kSlots = 16;
  static constexpr std::size_t kLanes = 4;  // neighbours count in tables of their own, not to wait for each other's store

  [[gnu::always_inline]] void add(std::size_t lane, std::size_t slot, std::int64_t value) {
    ++counts_[lane * kSlots + slot];
    if ((kept_slots_ >> slot & 1) != 0) [[unlikely]] keep(value);
  }
  void keep(std::int64_t value);
  std::uint64_t slot_docs(std::size_t slot) const;
  template <std::size_t kEdges, class Values>
  void count_all(std::span<const std::uint32_t> docs, Values values);
  template <class Values, class Present>
  void count_present(std::span<const std::uint32_t> docs, Values values, Present present);

  const NumericColumn* column_ = nullptr;
  std::size_t edge_count_ = 0;
  std::array<std::int64_t, kSlots> edges_{};  // slot i begins at edges_[i - 1]; padded with the greatest number
  std::array<std::uint64_t, kSlots * kLanes> counts_{};
  std::uint64_t missing_ = 0;
  std::uint32_t kept_slots_ = 0;  // bit i: values of slot i are kept
  std::vector<std::int64_t> outside_;
};

/// The least encoded value of the column whose number is >= `bound`. False in `exact` where there is none or it cannot
/// be told apart, so that the number itself must be looked at.
struct EncodedEdge {
  std::int64_t at = 0;
  bool exact = false;
};
EncodedEdge encoded_edge(const NumericColumn& column, double bound);

}  // namespace aisle::engine
