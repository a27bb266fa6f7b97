#pragma once
// A filter aggregation's query, run window by window beside the search.

#include <functional>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "engine/aggregate/collect/collector.hpp"
#include "engine/query/filter.hpp"

namespace aisle::engine {

/// Prepares a query for one target of the request; engine's own is `prepare` of engine/query/filter.hpp.
using FilterFactory =
    std::function<Result<std::unique_ptr<PreparedQuery>>(const QueryPtr& query, std::uint32_t target)>;

/// Evaluates a window at most once, however many batches of it are asked about. A segment is asked about in windows or
/// in ranges, not in both.
class SegmentFilter {
 public:
  static Result<SegmentFilter> create(const QueryPtr& query, std::size_t target_count, const FilterFactory& factory);

  void begin_segment(const SegmentContext& context);
  /// Which of the window's matches pass. Valid until the next call.
  const WindowBits& among(const MatchWindow& window);
  const MatchRange& among(const MatchRange& range);

 private:
  std::vector<std::unique_ptr<PreparedQuery>> prepared_;  // one per target
  std::unique_ptr<DocIterator> iterator_;                 // null: nothing matches in this segment
  std::unique_ptr<Window> window_;
  std::unique_ptr<MatchRange> range_;  // null until ranges are asked about
  bool evaluated_ = false;
};

}  // namespace aisle::engine
