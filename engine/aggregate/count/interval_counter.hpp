#pragma once
// How many of one segment's matches have a number in each of a few intervals? The kernel under price ranges and
// rating steps.
//
// Codes of a column sort as its numbers do, so an interval's edges are found once a segment, as codes. Codes of some
// hundred matches are gathered side by side and compared with each edge, many at a time; how many lie in an interval is
// the difference between its two edges.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/columns/numeric_column.hpp"

namespace aisle::engine {

/// Interval i holds the values below which i of the edges lie or at which they are: 0 is below all edges, the last at
/// or above all of them. Values of live columns are read once each.
class IntervalCounter {
 public:
  static constexpr std::size_t kMaxEdges = 30;

  /// Views the column until the next begin. With `keep_outside`, values in the first and the last interval are kept as
  /// well: a live value may leave the bounds that the edges were made for. REQUIRES: single-valued; `edges` are encoded
  /// and increase strictly, at most kMaxEdges, none is kMissingLiveValue.
  void begin(const NumericColumn& column, std::span<const std::int64_t> edges, bool keep_outside);
  void count(std::span<const std::uint32_t> docs);

  /// Counts from elsewhere: of missing values, then of each interval. REQUIRES: nothing was counted yet.
  void take(std::span<const std::uint32_t> counts);

  std::size_t size() const { return edge_count_ + 1; }
  std::uint64_t docs(std::size_t interval) const {
    const std::uint64_t from = at_least_[interval];  // [0]: all that have a value
    return interval == edge_count_ ? from : from - at_least_[interval + 1];
  }
  /// What keep_outside kept, encoded.
  std::span<const std::int64_t> outside() const { return outside_; }
  /// Matches without a value.
  std::uint64_t missing() const { return seen_ - at_least_[0]; }

 private:
  template <class Code>
  void count_codes(std::span<const Code> codes);
  template <class Code>
  void keep_outside(std::span<const Code> codes);
  /// Matches in the first and the last interval.
  std::uint64_t outside_count() const {
    return edge_count_ == 0 ? at_least_[0] : at_least_[0] - at_least_[1] + at_least_[edge_count_];
  }

  const NumericColumn* column_ = nullptr;
  std::size_t edge_count_ = 0;
  bool keeps_outside_ = false;
  std::array<std::uint64_t, kMaxEdges + 1> edges_{};     // [0] the least code of a value, then the edges' codes
  std::array<std::uint64_t, kMaxEdges + 1> at_least_{};  // matches at or above each of them
  std::uint64_t seen_ = 0;
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
