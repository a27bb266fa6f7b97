#pragma once
// One request against one target: which way to evaluate, and the walk over its segments.

#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "engine/aggregate/aggregator.hpp"
#include "engine/query/collect/match_list.hpp"
#include "engine/query/collect/threshold_guess.hpp"
#include "engine/query/collect/top_scores.hpp"
#include "engine/query/collect/top_sorted.hpp"
#include "engine/query/plan/plan.hpp"
#include "engine/query/search_request.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::engine {

/// What all targets of a request share while it runs. Owned by search(); one thread.
struct SearchState {
  explicit SearchState(const SearchRequest& asked, std::size_t k) : request(asked), top_scores(k) {}

  const SearchRequest& request;
  TopScores top_scores;               ///< used unless sorted
  std::optional<TopSorted> top_sorted;  ///< of the target at hand
  Aggregator* aggregator = nullptr;
  std::optional<MatchList> listed;    ///< of the target at hand: who goes through its matches lists them here
  Stopwatch clock;
  bool scores_wanted = true;
  std::uint64_t total = 0;
  bool total_is_lower_bound = false;
  float best_score = -1.0F;  ///< negative: none yet
  bool timed_out = false;

  bool out_of_time() {
    if (request.timeout_ms && *request.timeout_ms >= 0 && clock.elapsed_us() > *request.timeout_ms * 1000) {
      timed_out = true;
    }
    return timed_out;
  }
  bool enough_counted() const { return total > request.total.limit || request.total.limit == 0; }
};

/// Views its snapshot and the state. One thread.
class TargetSearch {
 public:
  static Result<TargetSearch> create(const SearchRequest& request, std::uint32_t target, const Snapshot& snapshot,
                                     const SearchLimits& limits, EpochMillis now_ms, bool scored);
  void run(SearchState& state) const;
  /// Live matches, up to a little past `limit`.
  void count(SearchState& state) const;

 private:
  TargetSearch(std::uint32_t target, const Snapshot& snapshot) : target_(target), snapshot_(&snapshot) {}
  SegmentInput input(std::uint32_t segment) const { return {*snapshot_->segments()[segment].segment, segment}; }
  void run_by_score(SearchState& state) const;
  bool count_known(SearchState& state) const;
  void walk_windows(SearchState& state, bool counts) const;
  void walk_windows(SearchState& state, std::uint32_t segment, bool counts) const;
  void count_windows(SearchState& state, std::uint32_t segment) const;
  struct SegmentPass {
    std::uint32_t segment = 0;
    PlanPass pass;
  };
  /// The ways to find the best by score.
  enum class ScoreWalk : std::uint8_t {
    passes,    // pruned, clause by clause; totals and facets apart
    counting,  // one walk in batches, pruned once enough were counted
    bits,      // matches as bits, counted; scored where they may compete
    windows,   // every match scored
  };
  ScoreWalk score_walk(const SearchState& state, bool counted, std::vector<SegmentPass>& passes) const;
  bool counts_in_one_walk(std::uint64_t limit) const;
  bool count_and_score_listed(SearchState& state) const;
  std::vector<SegmentPass> passes() const;
  void walk_ranges(SearchState& state) const;
  /// What is left to do of a segment once what is kept ready was used.
  struct Needs {
    bool facets = false;
    bool sort = false;
    bool total = false;
    bool any() const { return facets || sort || total; }
  };
  void walk_matches(SearchState& state, std::uint32_t segment) const;
  void walk_ranges(SearchState& state, std::uint32_t segment, const Needs& needs) const;
  Needs use_kept(SearchState& state, std::uint32_t segment, const Facts* facts) const;
  bool walk_order(SearchState& state, std::uint32_t segment, const Facts& facts, bool counts) const;
  void walk_list(SearchState& state, std::uint32_t segment, const Facts& facts, const Needs& needs) const;
  struct PassWalk {
    std::uint32_t segment = 0;
    bool again = false;      // an earlier pass may have offered the same documents
    std::uint64_t seen = 0;  // documents that earlier passes went through
    bool counts = false;     // towards the total, and nothing is left out until that is enough
    ThresholdGuess& guess;
  };
  std::uint64_t doc_count() const;
  void walk_bits(SearchState& state, bool counted) const;
  void walk_bits(SearchState& state, bool& counted, const PassWalk& walk) const;
  void search_passes(SearchState& state, std::vector<SegmentPass> passes) const;
  void walk_passes(SearchState& state, std::vector<SegmentPass>& passes, ThresholdGuess& guess) const;
  void walk_counting(SearchState& state) const;
  void walk_batches(SearchState& state, DocIterator& matches, const PassWalk& walk) const;
  bool are_few(const MatchList& listed) const;
  void score_listed(SearchState& state) const;
  IteratorPtr filtered(std::uint32_t segment, bool scored) const;
  IteratorPtr post_filtered(IteratorPtr matches, std::uint32_t segment, bool scored) const;

  std::uint32_t target_;
  const Snapshot* snapshot_;
  PlanPtr plan_;
  PlanPtr post_filter_;  // null: none
  bool scored_ = true;
};

}  // namespace aisle::engine
