// Category pages: queries that are nothing but facts about documents. What is kept ready about them is used first; what
// it leaves to do is done over a list: the documents of the rarest term, each tested for the other facts.

#include <array>
#include <optional>
#include <vector>

#include "engine/aggregate/kept/kept_counts.hpp"
#include "engine/query/collect/kept_order.hpp"
#include "engine/query/collect/target_search.hpp"

namespace aisle::engine {
namespace {

constexpr std::size_t kBatch = 2'048;  // documents that make a list worth handing on
constexpr std::size_t kLongestBlock = 128;
// Of smaller sets every document is sooner looked at.
constexpr std::uint32_t kLeastOrdered = 2'048;
// Facts that few documents fulfil are sought over the list once so many of a set were looked at in vain.
constexpr std::size_t kPatience = 4'096;
// The first part of an order is sure to hold so many hits.
constexpr std::uint64_t kFewHits = 128;

/// The live documents of a known set, where that is known.
std::optional<std::uint64_t> known_total(const SegmentView& view, const KnownMatches& known) {
  if (known.all()) return view.live_count;
  if (view.live == nullptr) return view.segment->field_index(known.field)->doc_freq(known.term);
  const auto counted = kept_counts(view, known, kNoField, OneSlot());
  return counted ? std::optional<std::uint64_t>(counted->front()) : std::nullopt;
}

}  // namespace

/// `facts` null: the query is more than facts.
TargetSearch::Needs TargetSearch::use_kept(SearchState& state, std::uint32_t segment, const Facts* facts) const {
  const SegmentView& view = snapshot_->segments()[segment];
  const bool counts = state.request.total.limit != 0;
  Needs needs{.facets = state.aggregator != nullptr, .sort = state.top_sorted.has_value(), .total = counts};
  const auto known = plan_->known_matches(input(segment));
  if (known && needs.facets) needs.facets = !state.aggregator->collect_known(*known);
  if (facts == nullptr) return needs;
  if (known && needs.total) {
    if (const auto total = known_total(view, *known)) {
      state.total += *total;
      needs.total = false;
    }
  }
  if (needs.sort && walk_order(state, segment, *facts, needs.total && !needs.facets)) {
    needs.sort = false;
    needs.total = needs.total && needs.facets;
  }
  return needs;
}

namespace {

/// One walk through a set in the order that is asked for.
class OrderWalk {
 public:
  OrderWalk(const SegmentView& view, const Facts& facts, const TermFact* set, const DocOrder& order, TopSorted& top)
      : view_(view), facts_(facts), order_(order), top_(top), set_(set) {
    const ColumnKey& key = *top.first_key().column_key();
    range_ = facts.only_range_of(key.column());
    if (range_ != nullptr) keys_ = key.keys_of(range_->low, range_->high);
  }

  /// Offers documents in order until no later one matters and, if `counts`, more than `limit` are counted. False where
  /// what is kept does not reach so far, or matches are rare.
  bool run(SearchState& state, bool counts, std::uint64_t limit) {
    const DocOrder::Chunks& chunks = order_.chunks();
    for (std::size_t at = keys_ ? order_.chunk_with(keys_->first) : 0; at < chunks.size(); ++at) {
      const DocOrder::Place first = chunks[at]->first;
      if (keys_ && first.key > keys_->last) return true;
      const bool past = top_.is_past(first.key, first.doc);
      if ((past && (!counts || total_ > limit)) || state.out_of_time()) return true;
      past ? count(chunks[at]->docs, lies_within(at)) : offer(chunks[at]->docs);
      if (seen_ > kPatience && seen_ > total_ * 16) return false;
    }
    return !order_.end() || (top_.is_past(order_.end()->key, order_.end()->doc) && (!counts || total_ > limit));
  }
  std::uint64_t total() const { return total_; }

 private:
  /// Whether every document of a chunk has a key within the bounds.
  bool lies_within(std::size_t at) const {
    const DocOrder::Chunks& chunks = order_.chunks();
    return keys_ && keys_->exact && at + 1 < chunks.size() && chunks[at]->first.key >= keys_->first &&
           chunks[at + 1]->first.key <= keys_->last;
  }
  void offer(std::span<const std::uint32_t> docs) {
    const std::span<std::uint32_t> kept = matches_of(docs, {set_, nullptr});
    total_ += kept.size();
    top_.add(std::span<const std::uint32_t>(kept));
  }
  void count(std::span<const std::uint32_t> docs, bool within) {
    const Facts::Known known{set_, within ? range_ : nullptr};
    if (view_.live != nullptr || facts_.asks_more_than(known)) {
      total_ += matches_of(docs, known).size();
    } else {
      seen_ += docs.size();
      total_ += docs.size();
    }
  }
  std::span<std::uint32_t> matches_of(std::span<const std::uint32_t> docs, const Facts::Known& known) {
    seen_ += docs.size();
    list_.resize(docs.size());
    std::size_t size = 0;
    for (const std::uint32_t doc : docs) {
      list_[size] = doc;
      size += view_.is_live(DocId{doc}) ? 1 : 0;
    }
    return std::span(list_).first(facts_.keep(std::span(list_).first(size), known));
  }

  const SegmentView& view_;
  const Facts& facts_;
  const DocOrder& order_;
  TopSorted& top_;
  const TermFact* set_;                ///< holds of all documents of the order
  const RangeFact* range_ = nullptr;   ///< on the values that they are ordered by
  std::optional<KeyRange> keys_;       ///< what it asks of keys
  std::uint64_t seen_ = 0;
  std::uint64_t total_ = 0;
  std::vector<std::uint32_t> list_;
};

}  // namespace

/// Offers what may be kept, in order, and adds to the total if `counts`. False, and nothing is done, where the order is
/// not kept, or not far enough.
bool TargetSearch::walk_order(SearchState& state, std::uint32_t segment, const Facts& facts, bool counts) const {
  const SegmentView& view = snapshot_->segments()[segment];
  TopSorted& top = *state.top_sorted;
  const TermFact* const rarest = facts.rarest_term();
  const std::uint32_t size = rarest == nullptr ? view.segment->doc_count() : rarest->doc_freq;
  const ColumnKey* const key = top.first_key().column_key();
  if (size < kLeastOrdered || key == nullptr) return false;
  const KnownMatches set = rarest == nullptr ? KnownMatches{} : KnownMatches{rarest->field, rarest->term};
  const bool few = !facts.asks_more_than({rarest, nullptr}) && state.request.from + state.request.size <= kFewHits;
  const auto order = kept_order(view, set, top.first_key(), few ? OrderPart::first : OrderPart::all);
  if (order == nullptr) return false;
  const std::uint64_t limit = state.request.total.limit;
  OrderWalk walk(view, facts, rarest, *order, top);
  if (!walk.run(state, counts, state.total > limit ? 0 : limit - state.total)) {
    top.restart_segment();
    return false;
  }
  if (counts) state.total += walk.total();
  return true;
}

void TargetSearch::walk_list(SearchState& state, std::uint32_t segment, const Facts& facts, const Needs& needs) const {
  const SegmentView& view = snapshot_->segments()[segment];
  const TermFact& rarest = *facts.rarest_term();
  std::array<std::uint32_t, kBatch + kLongestBlock> docs;
  std::size_t size = 0;
  const auto hand_on = [&] {
    const auto kept = std::span(docs).first(facts.keep(std::span(docs).first(size), {&rarest, nullptr}));
    size = 0;
    if (needs.facets) state.aggregator->collect(std::span<const std::uint32_t>(kept));
    if (needs.sort) state.top_sorted->add(std::span<const std::uint32_t>(kept));
    if (needs.total) state.total += kept.size();
  };
  PostingCursor cursor = view.segment->field_index(rarest.field)->postings(rarest.term, PostingDetail::docs);
  for (; !cursor.exhausted() && !state.out_of_time(); cursor.next_block()) {
    for (const DocId doc : cursor.docs()) {
      docs[size] = index_of(doc);
      size += view.is_live(doc) ? 1 : 0;
    }
    if (size >= kBatch) hand_on();
  }
  hand_on();
}

}  // namespace aisle::engine
