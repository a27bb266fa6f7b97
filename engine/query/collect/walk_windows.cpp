// Every match, a window at a time: for aggregations, sorts, and totals of clauses that cannot be pruned.
#include <algorithm>

#include "engine/query/collect/target_search.hpp"
#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {
namespace {

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

void TargetSearch::walk_windows(SearchState& state, bool counts) const {
  for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) walk_windows(state, i, counts);
}

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
