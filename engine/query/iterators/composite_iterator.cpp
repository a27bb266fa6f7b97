#include "engine/query/iterators/composite_iterator.hpp"

#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {

Window& CompositeIterator::scratch(std::uint32_t slot, DocId base) {
  if (scratch_.size() <= slot) scratch_.resize(slot + 1);
  if (scratch_[slot] == nullptr) scratch_[slot] = std::make_unique<Window>();
  scratch_[slot]->reset(base);
  return *scratch_[slot];
}

MatchRange& CompositeIterator::scratch_range(std::uint32_t slot, DocId base) {
  if (ranges_.size() <= slot) ranges_.resize(slot + 1);
  if (ranges_[slot] == nullptr) ranges_[slot] = std::make_unique<MatchRange>();
  ranges_[slot]->reset(base);
  return *ranges_[slot];
}

void CompositeIterator::keep_matches(MatchRange& range) {
  MatchRange& all = scratch_range(kOwnSlot, range.base);
  all.ranges_in_segment = range.ranges_in_segment;
  match(all);
  range &= all;
}

void CompositeIterator::collect(Window& window, bool with_scores) {
  if (!window.bits.any()) {
    fill(window, with_scores);
    if (with_scores && !fill_rounds_) round_scores(window);
    return;
  }
  Window& own = scratch(kOwnSlot, window.base);
  fill(own, with_scores);
  add_rounded(own, window, with_scores);
}

void CompositeIterator::refine(Window& window, bool with_scores) {
  Window& own = scratch(kOwnSlot, window.base);
  own.bits = window.bits;
  narrow(own, with_scores);
  keep_only(window, own.bits);
  if (with_scores) add_rounded(own, window, true);
}

void CompositeIterator::narrow(Window& window, bool with_scores) {
  Window& all = scratch(kNarrowSlot, window.base);
  fill(all, with_scores);
  window.bits &= all.bits;
  if (!with_scores) return;
  window.bits.for_each([&](std::uint32_t offset) { window.scores[offset] = all.scores[offset]; });
}

}  // namespace aisle::engine
