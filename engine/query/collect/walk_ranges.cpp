// Every match without anybody's score: for facets, for sorts by fields, and for totals of both. Matches come in ranges;
// where the best by score are wanted too, they are found by themselves, pruned. Together that costs a fraction of
// scoring every match.

#include <array>
#include <memory>

#include "engine/index/list_bits.hpp"
#include "engine/query/collect/target_search.hpp"

namespace aisle::engine {
namespace {

void offer(const MatchRange& matches, TopSorted& top) {
  std::array<std::uint32_t, kWindowSize + kListSlack> docs;
  for (std::uint32_t i = 0; i < kWindowsPerRange; ++i) {
    const std::uint32_t base = index_of(matches.window_base(i));
    const std::size_t count = list_bits(matches.windows[i].words.data(), kWindowWords, base, docs.data());
    top.add(std::span(docs).first(count));
  }
}

}  // namespace

/// Gives each segment's matches to the aggregator and the sort, whichever there is, and adds them to the total.
void TargetSearch::walk_ranges(SearchState& state) const {
  for (std::uint32_t i = 0; i < snapshot_->segments().size() && !state.timed_out; ++i) {
    const SegmentView& view = snapshot_->segments()[i];
    if (state.aggregator != nullptr) state.aggregator->begin_segment(target_, i, view, snapshot_->schema());
    if (state.top_sorted) state.top_sorted->begin_segment(target_, i, view);
    if (!state.top_sorted && post_filter_ == nullptr && plan_->known_count(input(i)) == view.segment->doc_count()) {
      state.aggregator->collect_all();
      state.total += view.live_count;
    } else {
      walk_ranges(state, i);
    }
    if (state.top_sorted) state.top_sorted->end_segment();
    if (state.aggregator != nullptr) state.aggregator->end_segment();
  }
}

void TargetSearch::walk_ranges(SearchState& state, std::uint32_t segment) const {
  const SegmentView& view = snapshot_->segments()[segment];
  const IteratorPtr matches = plan_->iterator(input(segment), false);
  if (matches == nullptr) return;
  const auto known = plan_->known_matches(input(segment));
  const bool facets_known = state.aggregator != nullptr && known && state.aggregator->collect_known(*known);
  const IteratorPtr post = post_filter_ == nullptr ? nullptr : post_filter_->iterator(input(segment), false);
  const bool hits_possible = post_filter_ == nullptr || post != nullptr;
  const std::uint32_t docs = view.segment->doc_count();
  const auto range = std::make_unique<MatchRange>();
  range->ranges_in_segment = (docs + kRangeSize - 1) / kRangeSize;
  for (std::uint32_t base = 0; base < docs && !state.out_of_time(); base += kRangeSize) {
    range->reset(DocId{base});
    matches->match(*range);
    if (view.live != nullptr) view.live->mask(range->base, {range->words(), kRangeWords});
    if (!range->any()) continue;
    if (state.aggregator != nullptr && !facets_known) state.aggregator->collect(*range);
    if (!hits_possible) continue;
    if (post != nullptr) post->keep_matches(*range);
    state.total += range->count();
    if (state.top_sorted) offer(*range, *state.top_sorted);
  }
}

}  // namespace aisle::engine
