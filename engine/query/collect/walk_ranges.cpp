// Every match without anybody's score: for facets, for sorts by fields, and for totals of both. Matches come in ranges;
// where the best by score are wanted too, they are found by themselves, pruned. Together that costs a fraction of
// scoring every match.

#include <array>
#include <memory>

#include "engine/index/list_bits.hpp"
#include "engine/query/collect/target_search.hpp"

namespace aisle::engine {
namespace {

// A list of candidates is sooner tested than bits are made and listed where fewer than one in so many match.
constexpr std::uint32_t kFewShare = 32;

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
    walk_matches(state, i);
    if (state.top_sorted) state.top_sorted->end_segment();
    if (state.aggregator != nullptr) state.aggregator->end_segment();
  }
}

void TargetSearch::walk_matches(SearchState& state, std::uint32_t segment) const {
  Facts facts;
  const bool only_facts = post_filter_ == nullptr && plan_->add_facts(input(segment), facts);
  const Needs needs = use_kept(state, segment, only_facts ? &facts : nullptr);
  if (only_facts && state.listed) state.listed->give_up();  // the best by score are some documents of a list, too
  if (!needs.any()) return;
  const TermFact* const rarest = only_facts ? facts.rarest_term() : nullptr;
  const bool few = rarest != nullptr && rarest->doc_freq < snapshot_->segments()[segment].segment->doc_count() / kFewShare;
  if (few && (!needs.facets || state.aggregator->takes_lists())) return walk_list(state, segment, facts, needs);
  walk_ranges(state, segment, needs);
}

void TargetSearch::walk_ranges(SearchState& state, std::uint32_t segment, const Needs& needs) const {
  const SegmentView& view = snapshot_->segments()[segment];
  const IteratorPtr matches = plan_->iterator(input(segment), false);
  if (matches == nullptr) return;
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
    if (needs.facets) state.aggregator->collect(*range);
    if (!hits_possible) continue;
    if (post != nullptr) post->keep_matches(*range);
    if (needs.total) state.total += range->count();
    if (state.listed) state.listed->add(segment, *range);
    if (needs.sort) offer(*range, *state.top_sorted);
  }
}

}  // namespace aisle::engine
