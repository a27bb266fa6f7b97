// The best k in batches, pruned: pass by pass, or in one walk that counts as well.
#include <algorithm>
#include <tuple>

#include "engine/query/collect/target_search.hpp"

namespace aisle::engine {

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

void TargetSearch::search_passes(SearchState& state, std::vector<SegmentPass> passes) const {
  const bool first_target = state.top_scores.size() == 0;
  ThresholdGuess guess(first_target ? state.request.from + state.request.size : 0, doc_count());
  walk_passes(state, passes, guess);
  if (state.timed_out || guess.holds(state.top_scores)) return;
  passes = this->passes();
  ThresholdGuess none(0, 0);
  walk_passes(state, passes, none);
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

}  // namespace aisle::engine
