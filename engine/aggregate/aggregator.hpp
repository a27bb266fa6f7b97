#pragma once
// START HERE for aggregations: what the searcher drives, window by window, while it walks the matches of a query.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "engine/aggregate/aggregation.hpp"
#include "engine/aggregate/aggregation_result.hpp"
#include "engine/index/known_matches.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/index/match_range.hpp"
#include "engine/index/window.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::engine {

/// What aggregations may look at beside the matches. Everything pointed at outlives the Aggregator.
struct AggregationContext {
  std::span<const SearchTarget> targets;
  SearchLimits limits;
  EpochMillis now_ms = 0;  ///< one `now` for the whole request, as date math means it
};

/// All aggregations of one request, over all targets. Used by one thread.
///
/// The searcher calls, for each target in order and each of its segments in order: begin_segment, collect for each
/// window or range with matches, end_segment; then finish, once. Every segment is begun and ended, also those without a match
/// and those that the query cannot match (`global` counts there). min_score is applied before collect, as in
/// Elasticsearch; post_filter never. On a time-out the segment at hand is ended, the others are not begun, and finish
/// gives what was counted.
class Aggregator {
 public:
  /// Errors: invalid_argument with Elasticsearch's wording for fields that cannot be aggregated, values that do not
  /// parse, unknown order paths, filters that do not compile. `aggregations` must outlive the results.
  static Result<std::unique_ptr<Aggregator>> create(const std::vector<Aggregation>& aggregations,
                                                    const AggregationContext& context);
  virtual ~Aggregator() = default;

  /// `target` indexes the context's targets, `segment` that target's segments; `view` and `schema` are theirs.
  virtual void begin_segment(std::uint32_t target, std::uint32_t segment, const SegmentView& view,
                             const Schema& schema) = 0;
  /// Takes the live documents of the window at `base` (a multiple of kWindowSize) that match the query, before
  /// post_filter. Bases increase; windows without matches may be left out.
  virtual void collect(DocId base, const WindowBits& matches) = 0;
  /// The same for a range. A segment comes in windows or in ranges, not in both.
  virtual void collect(const MatchRange& matches) = 0;
  /// Whether the segment at hand may come as lists, too.
  virtual bool takes_lists() const = 0;
  /// The same for any number of documents, increasing within and between calls. REQUIRES: takes_lists().
  virtual void collect(std::span<const std::uint32_t> docs) = 0;
  /// Before any collect() of a segment whose matches are a known set: facets over it may be known too. True when
  /// nothing is left to count, so that collect() need not be called; else it is, for all matches, as ever.
  virtual bool collect_known(const KnownMatches& matches) = 0;
  virtual void end_segment() = 0;

  /// The results in the order of the request. Errors: resource_exhausted "too_many_buckets".
  virtual Result<std::vector<AggregationResult>> finish() = 0;
};

}  // namespace aisle::engine
