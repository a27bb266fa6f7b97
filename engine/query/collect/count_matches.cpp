// How many match, up to as many as are asked for.
#include "engine/query/collect/target_search.hpp"

namespace aisle::engine {

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

}  // namespace aisle::engine
