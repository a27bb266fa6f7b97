#include "engine/query/collect/target_search.hpp"

#include <algorithm>
#include <limits>

#include "engine/query/iterators/conjunction_iterator.hpp"
#include "engine/query/rewrite/rewriter.hpp"

namespace aisle::engine {
namespace {

// With fewer postings than this, one walk over all matches costs less than counting first and pruning then.
constexpr std::uint64_t kFewPostings = 3'000;
// The same where a clause leads and the others are looked up, which stops early.
constexpr std::uint64_t kFewToLead = 30'000;
constexpr std::uint64_t kCandidatesPerMatch = 16;  // a guess at how many it takes
// With fewer documents than this, what finding matches as bits costs at least is more than it saves: conjunctions of
// 100,000 products take half as long again, of 1,000,000 half as long.
constexpr std::uint64_t kManyDocuments = 4 * kRangeSize;

}  // namespace

Result<TargetSearch> TargetSearch::create(const SearchRequest& request, std::uint32_t target,
                                          const Snapshot& snapshot, const SearchLimits& limits, EpochMillis now_ms,
                                          bool scored) {
  TargetSearch search(target, snapshot);
  search.scored_ = scored;
  RewriteContext context(snapshot, limits, now_ms);
  Rewriter rewriter(context);
  Result<PlanPtr> plan = rewriter.rewrite(request.query, {1.0F, scored});
  if (!plan) return std::move(plan).error();
  search.plan_ = std::move(*plan);
  if (request.post_filter != nullptr) {
    Result<PlanPtr> post = rewriter.rewrite(request.post_filter, Standing{}.unscored());
    if (!post) return std::move(post).error();
    search.post_filter_ = std::move(*post);
  }
  return search;
}

void TargetSearch::run(SearchState& state) const {
  const bool every_match = state.top_sorted || state.request.min_score;
  if (!every_match) return run_by_score(state);
  scored_ ? walk_windows(state, true) : walk_ranges(state);
}

/// Only the best by score are wanted, and perhaps how many match and what facets say of them.
void TargetSearch::run_by_score(SearchState& state) const {
  const bool facets = state.aggregator != nullptr;
  const bool counted = !facets && (state.enough_counted() || count_known(state));
  if (state.request.from + state.request.size == 0) {
    if (facets) return walk_ranges(state);
    if (!counted) count(state);
    return;
  }
  std::vector<SegmentPass> passes;
  switch (score_walk(state, counted, passes)) {
    case ScoreWalk::bits: return walk_bits(state, counted);
    case ScoreWalk::counting: return walk_counting(state);
    case ScoreWalk::windows: return walk_windows(state, !counted);
    case ScoreWalk::passes: break;
  }
  if (!counted && count_and_score_listed(state)) return;
  search_passes(state, std::move(passes));
}

/// How to find the best by score. Sets `passes` when that is the way.
TargetSearch::ScoreWalk TargetSearch::score_walk(const SearchState& state, bool counted,
                                                 std::vector<SegmentPass>& passes) const {
  const bool facets = state.aggregator != nullptr;
  const bool by_bits = !facets && doc_count() > kManyDocuments;
  if (by_bits && plan_->matches_are_few()) return ScoreWalk::bits;
  const bool one_walk =
      facets ? !plan_->matches_cheaply() : !counted && counts_in_one_walk(state.request.total.limit);
  if (one_walk && !facets && (plan_->leads() || !plan_->matches_cheaply())) return ScoreWalk::counting;
  passes = this->passes();
  const bool bounded = std::all_of(passes.begin(), passes.end(), [](const SegmentPass& one) {
    return one.pass.max_score < std::numeric_limits<float>::infinity();
  });
  if (bounded && !one_walk) return ScoreWalk::passes;
  passes.clear();
  return bounded && by_bits ? ScoreWalk::bits : ScoreWalk::windows;
}

/// Counts matches, for the total and the facets. True when they were few and the best of them are found with that.
bool TargetSearch::count_and_score_listed(SearchState& state) const {
  state.listed.emplace();
  state.aggregator != nullptr ? walk_ranges(state) : count(state);
  const bool scores_listed = !state.timed_out && are_few(*state.listed);
  if (scores_listed) score_listed(state);
  state.listed.reset();
  return scores_listed;
}

/// Whether one walk over all matches costs less than counting first and pruning then.
bool TargetSearch::counts_in_one_walk(std::uint64_t limit) const {
  if (!plan_->matches_cheaply()) return true;
  std::uint64_t postings = 0;
  for (std::uint32_t i = 0; i < snapshot_->segments().size(); ++i) {
    const IteratorPtr matches = filtered(i, false);
    if (matches != nullptr) postings += matches->cost();
  }
  if (postings <= kFewPostings) return true;
  return plan_->leads() && !plan_->divides() && (postings <= kFewToLead || limit <= kFewToLead / kCandidatesPerMatch);
}

std::uint64_t TargetSearch::doc_count() const {
  std::uint64_t total = 0;
  for (const SegmentView& view : snapshot_->segments()) total += view.segment->doc_count();
  return total;
}

IteratorPtr TargetSearch::filtered(std::uint32_t segment, bool scored) const {
  IteratorPtr matches = plan_->iterator(input(segment), scored);
  return matches == nullptr ? nullptr : post_filtered(std::move(matches), segment, scored);
}

IteratorPtr TargetSearch::post_filtered(IteratorPtr matches, std::uint32_t segment, bool scored) const {
  if (post_filter_ == nullptr) return matches;
  IteratorPtr post = post_filter_->iterator(input(segment), false);
  if (post == nullptr) return nullptr;
  std::vector<ConjunctionIterator::Clause> clauses;
  clauses.push_back({std::move(matches), scored});
  clauses.push_back({std::move(post), false});
  return std::make_unique<ConjunctionIterator>(std::move(clauses));
}

}  // namespace aisle::engine
