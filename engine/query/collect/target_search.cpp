#include "engine/query/collect/target_search.hpp"

#include <algorithm>
#include <limits>

#include "engine/query/iterators/conjunction_iterator.hpp"
#include "engine/query/iterators/window_ops.hpp"
#include "engine/query/rewrite/rewriter.hpp"

namespace aisle::engine {
namespace {

// With fewer postings than this, one pass over all matches costs less than counting first and pruning then.
constexpr std::uint64_t kFewPostings = 3'000;
// Documents between two looks at the clock.
constexpr std::uint32_t kClockInterval = 4'096;

void drop_deleted(const SegmentView& view, Window& window) {
  if (view.live == nullptr) return;
  WindowBits alive = window.bits;
  view.live->mask(window.base, alive);
  keep_only(window, alive);
}

void drop_weak(float min_score, Window& window) {
  WindowBits kept;
  window.bits.for_each([&](std::uint32_t offset) {
    if (static_cast<float>(window.scores[offset]) >= min_score) kept.set(offset);
  });
  keep_only(window, kept);
}

/// Hands a window's documents to whichever top is asked for.
void offer(SearchState& state, std::uint32_t target, std::uint32_t segment, const Window& window) {
  const auto score_at = [&](std::uint32_t offset) { return static_cast<float>(window.scores[offset]); };
  if (state.top_sorted) {
    if (state.scores_wanted) {
      window.bits.for_each([&](std::uint32_t offset) { state.best_score = std::max(state.best_score, score_at(offset)); });
    }
    return state.top_sorted->add(window);
  }
  window.bits.for_each([&](std::uint32_t offset) {
    const float score = score_at(offset);
    if (state.top_scores.accepts(score)) {
      state.top_scores.add(score, {target, segment, index_of(window.base) + offset});
    }
  });
}

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
  const bool every_match = state.aggregator != nullptr || state.top_sorted || state.request.min_score;
  if (!every_match) return run_by_score(state);
  for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) walk_windows(state, i, true);
}

/// Only the best by score are wanted, and perhaps how many match.
void TargetSearch::run_by_score(SearchState& state) const {
  const bool counted = state.enough_counted() || count_known(state);
  if (state.request.from + state.request.size == 0) {
    if (!counted) count(state);
    return;
  }
  std::vector<IteratorPtr> scorers;
  std::uint64_t postings = 0;
  bool bounded = true;
  for (std::uint32_t i = 0; i < snapshot_->segments().size(); ++i) {
    scorers.push_back(filtered(i, true));
    if (scorers.back() == nullptr) continue;
    postings += scorers.back()->cost();
    bounded = bounded && scorers.back()->max_score() < std::numeric_limits<float>::infinity();
  }
  if (!bounded) {  // pruning is impossible, so every match is scored, and windows are the quickest way to do that
    scorers.clear();
    for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) walk_windows(state, i, !counted);
    return;
  }
  const bool one_pass = !counted && (!plan_->matches_cheaply() || postings <= kFewPostings);
  if (!counted && !one_pass) count(state);
  for (std::uint32_t i = 0; i < scorers.size() && !state.timed_out; ++i) {
    if (scorers[i] != nullptr) walk_documents(state, i, *scorers[i], !one_pass);
  }
}

/// Adds to the total what is known without looking. False: nothing added, somebody must count.
bool TargetSearch::count_known(SearchState& state) const {
  if (post_filter_ != nullptr) return false;
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < snapshot_->segments().size(); ++i) {
    const std::optional<std::uint64_t> known = plan_->known_count(input(i));
    const SegmentView& view = snapshot_->segments()[i];
    if (!known) return false;
    if (view.live != nullptr && *known != 0 && *known != view.segment->doc_count()) return false;
    sum += *known == view.segment->doc_count() ? view.live_count : *known;
  }
  state.total += sum;
  return true;
}

IteratorPtr TargetSearch::filtered(std::uint32_t segment, bool scored) const {
  IteratorPtr matches = plan_->iterator(input(segment), scored);
  if (matches == nullptr || post_filter_ == nullptr) return matches;
  IteratorPtr post = post_filter_->iterator(input(segment), false);
  if (post == nullptr) return nullptr;
  std::vector<ConjunctionIterator::Clause> clauses;
  clauses.push_back({std::move(matches), scored});
  clauses.push_back({std::move(post), false});
  return std::make_unique<ConjunctionIterator>(std::move(clauses));
}

void TargetSearch::count(SearchState& state) const {
  for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) {
    if (state.total > state.request.total.limit) return;
    count_windows(state, i);
  }
}

void TargetSearch::count_windows(SearchState& state, std::uint32_t segment) const {
  const SegmentView& view = snapshot_->segments()[segment];
  if (view.live == nullptr && post_filter_ == nullptr) {
    if (const std::optional<std::uint64_t> known = plan_->known_count(input(segment))) {
      state.total += *known;
      return;
    }
  }
  const IteratorPtr matches = filtered(segment, false);
  if (matches == nullptr) return;
  const std::uint32_t docs = view.segment->doc_count();
  MatchRange range;
  range.ranges_in_segment = (docs + kRangeSize - 1) / kRangeSize;
  for (std::uint32_t base = 0; base < docs; base += kRangeSize) {
    range.reset(DocId{base});
    matches->match(range);
    if (view.live != nullptr) view.live->mask(range.base, {range.words(), kRangeWords});
    state.total += range.count();
    if (state.total > state.request.total.limit || state.out_of_time()) return;
  }
}

/// Every match, a window at a time: for aggregations, sorts, and totals of clauses that cannot be pruned.
void TargetSearch::walk_windows(SearchState& state, std::uint32_t segment, bool counts) const {
  const SegmentView& view = snapshot_->segments()[segment];
  if (state.aggregator != nullptr) state.aggregator->begin_segment(target_, segment, view, snapshot_->schema());
  if (state.top_sorted) state.top_sorted->begin_segment(target_, segment, view);
  const IteratorPtr matches = plan_->iterator(input(segment), scored_);
  const IteratorPtr post = post_filter_ == nullptr ? nullptr : post_filter_->iterator(input(segment), false);
  const bool hits_possible = post_filter_ == nullptr || post != nullptr;
  const auto window = std::make_unique<Window>();
  const auto narrowed = std::make_unique<Window>();
  for (std::uint32_t base = 0; matches != nullptr && base < view.segment->doc_count(); base += kWindowSize) {
    if (state.out_of_time()) break;
    window->reset(DocId{base});
    matches->collect(*window, scored_);
    drop_deleted(view, *window);
    if (state.request.min_score) drop_weak(*state.request.min_score, *window);
    if (!window->bits.any()) continue;
    if (state.aggregator != nullptr) state.aggregator->collect(window->base, window->bits);
    if (!hits_possible) continue;
    if (post != nullptr) {
      narrowed->base = window->base;
      narrowed->bits = window->bits;
      post->refine(*narrowed, false);
      keep_only(*window, narrowed->bits);
    }
    if (counts) state.total += window->bits.count();
    offer(state, target_, segment, *window);
  }
  if (state.top_sorted) state.top_sorted->end_segment();
  if (state.aggregator != nullptr) state.aggregator->end_segment();
}

/// Document at a time. With `prune` what cannot be kept is passed over; else every match is counted.
void TargetSearch::walk_documents(SearchState& state, std::uint32_t segment, DocIterator& matches, bool prune) const {
  const SegmentView& view = snapshot_->segments()[segment];
  TopScores& top = state.top_scores;
  if (prune && top.min_competitive() > 0.0F) {
    if (matches.max_score() < top.min_competitive()) return;
    matches.set_min_competitive_score(top.min_competitive());
  }
  std::uint32_t until_clock = kClockInterval;
  for (DocId doc = matches.next(); doc != kEndDoc; doc = matches.next()) {
    if (--until_clock == 0) {
      until_clock = kClockInterval;
      if (state.out_of_time()) return;
    }
    if (!view.is_live(doc)) continue;
    if (!prune) ++state.total;
    const float score = matches.score();
    if (!top.accepts(score)) continue;
    const bool raised = top.add(score, {target_, segment, index_of(doc)});
    if (raised && prune) matches.set_min_competitive_score(top.min_competitive());
  }
}

}  // namespace aisle::engine
