#include "engine/query/collect/target_search.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>

#include "engine/query/collect/range_top.hpp"
#include "engine/query/iterators/conjunction_iterator.hpp"
#include "engine/query/iterators/window_ops.hpp"
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

// So many matches are scored in the time that a pruned search takes to begin.
constexpr std::size_t kFewMatches = 128;

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
  TopScores& top = state.top_scores;
  float least = top.min_competitive({target, segment, index_of(window.base)});
  window.bits.for_each([&](std::uint32_t offset) {
    const float score = score_at(offset);
    if (score < least) return;
    const DocAddress address{target, segment, index_of(window.base) + offset};
    top.add(score, address);
    least = top.min_competitive(address);
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
  const bool every_match = state.top_sorted || state.request.min_score;
  if (!every_match) return run_by_score(state);
  if (!scored_) return walk_ranges(state);
  for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) walk_windows(state, i, true);
}

/// Only the best by score are wanted, and perhaps how many match and what facets say of them.
void TargetSearch::run_by_score(SearchState& state) const {
  const bool counted = state.aggregator == nullptr && (state.enough_counted() || count_known(state));
  if (state.request.from + state.request.size == 0) {
    if (state.aggregator != nullptr) return walk_ranges(state);
    if (!counted) count(state);
    return;
  }
  const bool by_ranges = state.aggregator == nullptr && doc_count() > kManyDocuments;
  if (by_ranges && plan_->matches_are_few()) return walk_matches(state, counted);
  const bool one_pass = state.aggregator != nullptr ? !plan_->matches_cheaply()
                                                    : !counted && counts_in_one_pass(state.request.total.limit);
  if (one_pass && state.aggregator == nullptr && (plan_->leads() || !plan_->matches_cheaply())) {
    return walk_counting(state);
  }
  std::vector<SegmentPass> passes = this->passes();
  const bool bounded = std::all_of(passes.begin(), passes.end(), [](const SegmentPass& one) {
    return one.pass.max_score < std::numeric_limits<float>::infinity();
  });
  if (one_pass && bounded && by_ranges) return walk_matches(state, counted);
  if (!bounded || one_pass) {
    passes.clear();
    for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) walk_windows(state, i, !counted);
    return;
  }
  if (state.aggregator != nullptr || !counted) {
    state.listed.emplace();
    state.aggregator != nullptr ? walk_ranges(state) : count(state);
    const bool scores_listed = !state.timed_out && are_few(*state.listed);
    if (scores_listed) score_listed(state);
    state.listed.reset();
    if (scores_listed) return;
  }
  const bool first_target = state.top_scores.size() == 0;
  ThresholdGuess guess(first_target ? state.request.from + state.request.size : 0, doc_count());
  walk_passes(state, passes, guess);
  if (state.timed_out || guess.holds(state.top_scores)) return;
  passes = this->passes();
  ThresholdGuess none(0, 0);
  walk_passes(state, passes, none);
}

/// Plans whose matches are few: found as bits, counted, and looked up where they may compete, in one go.
void TargetSearch::walk_matches(SearchState& state, bool counted) const {
  const bool first_target = state.top_scores.size() == 0;
  ThresholdGuess guess(first_target ? state.request.from + state.request.size : 0, doc_count());
  ThresholdGuess none(0, 0);
  for (ThresholdGuess* one : {&guess, &none}) {
    const bool again = one == &none;
    std::uint64_t seen = 0;
    for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) {
      walk_matches(state, counted, {.segment = i, .again = again, .seen = seen, .guess = *one});
      seen += snapshot_->segments()[i].segment->doc_count();
    }
    if (state.timed_out || guess.holds(state.top_scores)) return;
    counted = true;
  }
}

void TargetSearch::walk_matches(SearchState& state, bool& counted, const PassWalk& walk) const {
  const SegmentView& view = snapshot_->segments()[walk.segment];
  const IteratorPtr matches = filtered(walk.segment, false);
  if (matches == nullptr) return;
  const IteratorPtr scorer = plan_->iterator(input(walk.segment), true);
  const IteratorPtr primer = plan_->iterator(input(walk.segment), true);
  RangeTop best(*scorer, *primer, state.top_scores, {target_, walk.segment, 0});
  const std::uint32_t docs = view.segment->doc_count();
  MatchRange range;
  range.ranges_in_segment = (docs + kRangeSize - 1) / kRangeSize;
  for (std::uint32_t base = 0; base < docs && !state.out_of_time(); base += kRangeSize) {
    const float least = std::max(state.top_scores.min_competitive({target_, walk.segment, base}), walk.guess.guess());
    if (counted && scorer->max_score() < least) return;
    range.reset(DocId{base});
    matches->match(range);
    if (view.live != nullptr) view.live->mask(range.base, {range.words(), kRangeWords});
    const std::uint32_t found = range.count();
    if (!counted) {
      state.total += found;
      counted = state.enough_counted();
    }
    best.add(range, found, state.request.from + state.request.size, walk.guess.guess(), walk.again);
    if (!walk.again) walk.guess.after(walk.seen + std::min(docs, base + kRangeSize), state.top_scores);
  }
}

std::uint64_t TargetSearch::doc_count() const {
  std::uint64_t total = 0;
  for (const SegmentView& view : snapshot_->segments()) total += view.segment->doc_count();
  return total;
}

/// Whether one pass over all matches costs less than counting first and pruning then.
bool TargetSearch::counts_in_one_pass(std::uint64_t limit) const {
  if (!plan_->matches_cheaply()) return true;
  std::uint64_t postings = 0;
  for (std::uint32_t i = 0; i < snapshot_->segments().size(); ++i) {
    const IteratorPtr matches = filtered(i, false);
    if (matches != nullptr) postings += matches->cost();
  }
  if (postings <= kFewPostings) return true;
  return plan_->leads() && !plan_->divides() && (postings <= kFewToLead || limit <= kFewToLead / kCandidatesPerMatch);
}

/// The passes of all segments, those with the greatest bounds first.
std::vector<TargetSearch::SegmentPass> TargetSearch::passes() const {
  std::vector<SegmentPass> all;
  std::vector<PlanPass> some;
  for (std::uint32_t i = 0; i < snapshot_->segments().size(); ++i) {
    some.clear();
    plan_->add_passes(input(i), 0, some);
    for (PlanPass& pass : some) all.push_back({i, std::move(pass)});
  }
  std::sort(all.begin(), all.end(), [](const SegmentPass& a, const SegmentPass& b) {
    if (a.pass.max_score != b.pass.max_score) return a.pass.max_score > b.pass.max_score;
    return std::tie(a.segment, a.pass.number) < std::tie(b.segment, b.pass.number);
  });
  return all;
}

void TargetSearch::walk_passes(SearchState& state, std::vector<SegmentPass>& passes, ThresholdGuess& guess) const {
  const bool any_kept = state.top_scores.size() > 0;
  std::vector<bool> visited(snapshot_->segments().size(), any_kept);
  std::uint64_t seen = 0;
  for (SegmentPass& one : passes) {
    if (state.timed_out) return;
    const float least = state.top_scores.min_competitive({target_, one.segment, 0});
    if (one.pass.max_score < std::max(least, guess.guess())) continue;
    IteratorPtr matches = std::move(one.pass.opened);
    if (matches == nullptr) matches = plan_->open_pass(input(one.segment), 0, one.pass.number);
    if (matches != nullptr) matches = post_filtered(std::move(matches), one.segment, true);
    const bool again = visited[one.segment];
    PassWalk walk{.segment = one.segment, .again = again, .seen = seen, .guess = guess};
    if (matches != nullptr) walk_batches(state, *matches, walk);
    if (!again) seen += snapshot_->segments()[one.segment].segment->doc_count();
    visited[one.segment] = true;
  }
}

/// Every match is offered and counted until there are enough; from then on what can compete is offered.
void TargetSearch::walk_counting(SearchState& state) const {
  ThresholdGuess none(0, 0);
  for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) {
    const IteratorPtr matches = filtered(i, true);
    if (matches != nullptr) walk_batches(state, *matches, {.segment = i, .counts = true, .guess = none});
  }
}

/// Offers what can compete of one pass.
void TargetSearch::walk_batches(SearchState& state, DocIterator& matches, const PassWalk& walk) const {
  const SegmentView& view = snapshot_->segments()[walk.segment];
  TopScores& top = state.top_scores;
  ScoredBatch batch;
  DocId from{0};
  bool prunes = !walk.counts || state.enough_counted();
  float least = prunes ? std::max(top.min_competitive({target_, walk.segment, 0}), walk.guess.guess()) : 0.0F;
  if (least > 0.0F) matches.set_min_competitive_score(least);
  while (matches.max_score() >= least && matches.next_batch(batch, from) && !state.out_of_time()) {
    from = batch.until;
    for (std::uint32_t i = 0; i < batch.size; ++i) {
      if (!walk.counts && !top.accepts(batch.scores[i])) continue;
      if (!view.is_live(batch.docs[i])) continue;
      state.total += walk.counts ? 1 : 0;
      if (!top.accepts(batch.scores[i])) continue;
      const DocAddress address{target_, walk.segment, index_of(batch.docs[i])};
      walk.again ? top.add_again(batch.scores[i], address) : top.add(batch.scores[i], address);
    }
    prunes = prunes || state.enough_counted();
    if (!prunes) continue;
    const float guessed = walk.again ? walk.guess.guess() : walk.guess.after(walk.seen + index_of(from), top);
    const float raised = std::max(top.min_competitive({target_, walk.segment, index_of(from)}), guessed);
    if (raised <= least) continue;
    least = raised;
    matches.set_min_competitive_score(least);
  }
}

/// Whether all matches are listed and scoring each costs less than a pruned search. Where any word will do, nearly all
/// that clauses propose matches, and bounds find the best sooner.
bool TargetSearch::are_few(const MatchList& listed) const {
  if (!listed.is_complete()) return false;
  if (listed.size() <= kFewMatches) return true;
  std::uint64_t proposed = 0;
  for (const MatchList::Part& part : listed.parts()) {
    const IteratorPtr matches = plan_->iterator(input(part.segment), false);
    if (matches != nullptr) proposed += matches->cost();
  }
  return listed.size() * 4 <= proposed;
}

/// Offers the matches that were listed, without looking for them once more.
void TargetSearch::score_listed(SearchState& state) const {
  TopScores& top = state.top_scores;
  std::array<float, ScoredBatch::kCapacity> scores;
  for (const MatchList::Part& part : state.listed->parts()) {
    const IteratorPtr matches = plan_->iterator(input(part.segment), true);
    for (std::span<const DocId> docs = part.docs; !docs.empty() && matches != nullptr && !state.out_of_time();) {
      const auto some = docs.first(std::min<std::size_t>(docs.size(), scores.size()));
      matches->look_up(some, scores.data());
      for (std::size_t i = 0; i < some.size(); ++i) {
        if (scores[i] >= 0.0F && top.accepts(scores[i])) top.add(scores[i], {target_, part.segment, index_of(some[i])});
      }
      docs = docs.subspan(some.size());
      if (docs.empty()) break;
      const float least = top.min_competitive({target_, part.segment, index_of(docs.front())});
      if (least > 0.0F) matches->set_min_competitive_score(least);
    }
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

void TargetSearch::count(SearchState& state) const {
  for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) {
    if (state.total > state.request.total.limit) {
      if (state.listed) state.listed->give_up();
      return;
    }
    count_windows(state, i);
  }
}

void TargetSearch::count_windows(SearchState& state, std::uint32_t segment) const {
  const SegmentView& view = snapshot_->segments()[segment];
  if (view.live == nullptr && post_filter_ == nullptr) {
    if (const std::optional<std::uint64_t> known = plan_->known_count(input(segment))) {
      state.total += *known;
      if (state.listed) state.listed->give_up();
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
    if (state.listed) state.listed->add(segment, range);
    if (state.total > state.request.total.limit || state.out_of_time()) {
      if (state.listed) state.listed->give_up();
      return;
    }
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

}  // namespace aisle::engine
