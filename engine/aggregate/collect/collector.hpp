#pragma once
// START HERE for how aggregations count: one Collector per node of the request's tree.
//
// A node's state is indexed by the *owner*: the bucket of its parent that a document fell into (0 at the top). Nodes
// hand (document, bucket) pairs to their children in batches, so that no virtual call is made per document. Buckets
// are numbered across all segments, so children need not know where a bucket's documents came from.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/aggregate/aggregation_result.hpp"
#include "engine/aggregate/collect/budget.hpp"
#include "engine/aggregate/collect/match_window.hpp"
#include "engine/index/known_matches.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/index/match_range.hpp"

namespace aisle::engine {

struct SegmentContext {
  std::uint32_t target = 0;
  std::uint32_t segment = 0;
  const SegmentView& view;
  const Schema& schema;
};

/// An owner that never was: its results are those of no documents.
inline constexpr std::uint32_t kNoBucket = ~0U;

/// Owned by its parent, or by the Aggregator. Used by one thread.
class Collector {
 public:
  using List = std::vector<std::unique_ptr<Collector>>;

  Collector(const Aggregation& request, List subs) : request_(request), subs_(std::move(subs)) {}
  virtual ~Collector() = default;
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  /// Overriders call this one too: it reaches the children.
  virtual void begin_segment(const SegmentContext& context) {
    for (auto& sub : subs_) sub->begin_segment(context);
  }
  /// True where the matches of bucket 0 are best given as lists in the segment at hand: then count_list takes the place
  /// of collect_window and collect_range.
  virtual bool counts_lists() const { return false; }
  /// Matches of one or more windows, all owned by bucket 0, increasing. REQUIRES: counts_lists().
  virtual void count_list(std::span<const std::uint32_t> /*docs*/) {}
  /// All matches of a window, owned by bucket 0. Bases increase within a segment.
  virtual void collect_window(MatchWindow& window) {
    const auto docs = window.docs();
    collect(window, docs, MatchWindow::owners_zero(docs.size()));
  }
  /// All matches of a range, owned by bucket 0. Bases increase within a segment.
  virtual void collect_range(const MatchRange& range) {
    for (std::uint32_t i = 0; i < kWindowsPerRange; ++i) {
      if (!range.windows[i].any()) continue;
      MatchWindow window(range.window_base(i), range.windows[i]);
      collect_window(window);
    }
  }
  /// Some matches of the window, documents not decreasing, each with its owner. May be called several times a window.
  virtual void collect(MatchWindow& window, std::span<const std::uint32_t> docs,
                       std::span<const std::uint32_t> owners) = 0;
  /// Every live document of a known set, owned by bucket 0, if that can be had sooner than match by match; else false,
  /// and nothing is counted.
  virtual bool collect_known(const SegmentContext& /*context*/, const KnownMatches& /*matches*/) { return false; }
  virtual void end_segment() {
    for (auto& sub : subs_) sub->end_segment();
  }
  /// After the last segment, before results.
  virtual void finish() {
    for (auto& sub : subs_) sub->finish();
  }

  /// Any owner may be asked for, any number of times; an owner that had no documents gives the empty result.
  virtual AggregationResult result(std::uint32_t owner, BucketBudget& budget) const = 0;
  /// What ordering buckets by "name" or "name.property" compares. NaN: no value. REQUIRES: why_no_sort_value is empty.
  virtual double sort_value(std::uint32_t /*owner*/, std::string_view /*property*/) const { return 0.0; }
  /// Empty where `property` can be ordered by; else the reason why not.
  virtual std::string why_no_sort_value(std::string_view property) const;
  /// True where an owner's only bucket has the owner's number, so that order paths may lead through it.
  virtual bool is_single_bucket() const { return false; }

  const Aggregation& request() const { return request_; }
  const List& subs() const { return subs_; }
  bool is_leaf() const { return subs_.empty(); }

 protected:
  std::vector<AggregationResult> sub_results(std::uint32_t bucket, BucketBudget& budget) const {
    std::vector<AggregationResult> results;
    results.reserve(subs_.size());
    for (const auto& sub : subs_) results.push_back(sub->result(bucket, budget));
    return results;
  }

  const Aggregation& request_;
  List subs_;
};

}  // namespace aisle::engine
