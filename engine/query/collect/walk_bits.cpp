// The best k of plans with few matches: found as bits, counted, and looked up where they may compete, in one go.
#include <algorithm>

#include "engine/query/collect/range_top.hpp"
#include "engine/query/collect/target_search.hpp"

namespace aisle::engine {

void TargetSearch::walk_bits(SearchState& state, bool counted) const {
  const bool first_target = state.top_scores.size() == 0;
  ThresholdGuess guess(first_target ? state.request.from + state.request.size : 0, doc_count());
  ThresholdGuess none(0, 0);
  for (ThresholdGuess* one : {&guess, &none}) {
    const bool again = one == &none;
    std::uint64_t seen = 0;
    for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) {
      walk_bits(state, counted, {.segment = i, .again = again, .seen = seen, .guess = *one});
      seen += snapshot_->segments()[i].segment->doc_count();
    }
    if (state.timed_out || guess.holds(state.top_scores)) return;
    counted = true;
  }
}

void TargetSearch::walk_bits(SearchState& state, bool& counted, const PassWalk& walk) const {
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

}  // namespace aisle::engine
