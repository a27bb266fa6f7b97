#include "engine/query/iterators/phrase_iterator.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {
namespace {

// Few at a time: a match costs much more than handing over a batch, and each batch may raise the bar.
constexpr std::uint32_t kBatch = 10;

}  // namespace

PhraseIterator::PhraseIterator(std::vector<PhraseSlot> slots, std::optional<SloppyPhraseMatcher> sloppy,
                               const TermScorer& scorer)
    : slots_(std::move(slots)), by_cost_(slots_.size()), sloppy_(std::move(sloppy)), scorer_(scorer) {
  assert(slots_.size() >= 2 && "a phrase of one term is a term");
  std::iota(by_cost_.begin(), by_cost_.end(), 0U);
  std::sort(by_cost_.begin(), by_cost_.end(),
            [this](std::uint32_t a, std::uint32_t b) { return slots_[a].cost() < slots_[b].cost(); });
  cost_ = slots_[by_cost_[0]].cost();
  // A phrase occurs at most as often as each of its terms, in a document of the same length.
  max_score_ = scorer_.weight;
  for (const PhraseSlot& slot : slots_) max_score_ = std::min(max_score_, slot.max_score(scorer_));
  places_.resize(slots_.size());
}

DocId PhraseIterator::next() { return doc_ == kEndDoc ? doc_ : settle(started_ ? doc_ + 1 : DocId{0}); }

DocId PhraseIterator::advance(DocId target) { return started_ && doc_ >= target ? doc_ : settle(target); }

DocId PhraseIterator::settle(DocId target) {
  started_ = true;
  if (min_score_ > max_score_) return doc_ = kEndDoc;
  doc_ = advance_lead(target);
  while (doc_ != kEndDoc) {
    if (all_terms() && occurs()) return doc_;
    doc_ = advance_lead(doc_ + 1);
  }
  return doc_;
}

/// Whether the lead's document has the other places' terms too.
bool PhraseIterator::all_terms() {
  for (std::size_t i = 1; i < by_cost_.size(); ++i) {
    if (!slots_[by_cost_[i]].has(doc_)) return false;
  }
  return true;
}

/// The first document >= target of the rarest slot that can compete by its length.
DocId PhraseIterator::advance_lead(DocId target) {
  PhraseSlot& lead = slots_[by_cost_[0]];
  if (min_score_ <= 0.0F || !lead.is_one_term()) return lead.advance(target);
  return lead.advance_strong(target, scorer_, length_bounds(), min_score_);
}

LengthBounds& PhraseIterator::length_bounds() {
  if (lengths_) return *lengths_;
  std::vector<std::span<const Impact>> lists;
  for (const PhraseSlot& slot : slots_) {
    if (slot.is_one_term()) lists.push_back(slot.impacts());
  }
  return lengths_.emplace(scorer_, std::move(lists));
}

bool PhraseIterator::occurs() {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    places_[i] = {.positions = slots_[i].positions(), .offset = slots_[i].offset()};
  }
  freq_ = sloppy_ ? sloppy_->freq(places_) : static_cast<float>(exact_phrase_freq(places_));
  return freq_ > 0.0F;
}

ScoreBound PhraseIterator::bound(DocId target) {
  // Cursors peek forward only; below what was peeked at, the whole list's bound must do.
  if (target < peeked_) return {.last = DocId{index_of(peeked_) - 1}, .max_score = max_score_};
  peeked_ = target;
  ScoreBound result{.last = kEndDoc, .max_score = scorer_.weight};
  for (PhraseSlot& slot : slots_) {
    const PhraseSlot::Bound one = slot.bound(target, scorer_);
    result.last = std::min(result.last, one.last);
    result.max_score = std::min(result.max_score, one.max_score);
  }
  return result;
}

bool PhraseIterator::can_join() const {
  return !sloppy_ && std::all_of(slots_.begin(), slots_.end(), [](const PhraseSlot& slot) { return slot.is_one_term(); });
}

/// Fills joined_ with the next matches >= from. False at the end.
bool PhraseIterator::join_next(DocId from) {
  if (!join_) {
    std::vector<PhraseJoin::Place> places;
    for (PhraseSlot& slot : slots_) {
      places.push_back({.cursor = &slot.cursor(), .offset = slot.offset(), .repeats = slot.repeats()});
    }
    join_.emplace(places);
  }
  if (min_score_ > max_score_) return false;
  if (min_score_ <= 0.0F) return join_->next(joined_, from, nullptr);
  const PhraseJoin::Bar bar{.scorer = scorer_, .lengths = length_bounds(), .least = min_score_};
  return join_->next(joined_, from, &bar);
}

bool PhraseIterator::next_batch(ScoredBatch& batch, DocId from) {
  batch.size = 0;
  if (can_join()) {
    if (!join_next(from)) return false;
    batch.size = joined_.size;
    batch.until = joined_.until;
    for (std::uint32_t i = 0; i < joined_.size; ++i) {
      batch.docs[i] = joined_.docs[i];
      batch.scores[i] = scorer_.score(joined_.freqs[i], scorer_.norm(joined_.docs[i]));
    }
    return true;
  }
  for (DocId doc = advance(from); doc != kEndDoc; doc = next()) {
    batch.docs[batch.size] = doc;
    batch.scores[batch.size++] = score();
    batch.until = doc + 1;
    if (batch.size == kBatch) break;
  }
  return batch.size > 0;
}

void PhraseIterator::collect_joined(Window& window, bool with_scores) {
  const DocId end = window.base + kWindowSize;
  for (;; ++next_joined_) {
    while (next_joined_ == joined_.size) {
      if (joined_.until >= end) return;
      next_joined_ = 0;
      if (!join_next(std::max(joined_.until, window.base))) {
        joined_.size = 0;
        joined_.until = kEndDoc;
        return;
      }
    }
    const DocId doc = joined_.docs[next_joined_];
    if (doc >= end) return;
    if (doc < window.base) continue;
    const std::uint32_t offset = index_of(doc) - index_of(window.base);
    window.bits.set(offset);
    if (!with_scores) continue;
    window.scores[offset] += static_cast<double>(scorer_.score(joined_.freqs[next_joined_], scorer_.norm(doc)));
  }
}

void PhraseIterator::collect(Window& window, bool with_scores) {
  if (can_join()) return collect_joined(window, with_scores);
  const DocId end = window.base + kWindowSize;
  for (DocId doc = advance(window.base); doc < end; doc = next()) {
    const std::uint32_t offset = index_of(doc) - index_of(window.base);
    window.bits.set(offset);
    if (with_scores) window.scores[offset] += static_cast<double>(score());
  }
}

void PhraseIterator::refine(Window& window, bool with_scores) {
  WindowBits kept;
  std::uint32_t offset = next_set_bit(window.bits, 0);
  while (offset < kWindowSize) {
    const DocId doc = advance(window.base + offset);
    if (doc >= window.base + kWindowSize) break;
    const std::uint32_t found = index_of(doc) - index_of(window.base);
    if (window.bits.test(found)) {
      kept.set(found);
      if (with_scores) window.scores[found] += static_cast<double>(score());
    }
    if (found + 1 == kWindowSize) break;
    offset = next_set_bit(window.bits, found + 1);
  }
  keep_only(window, kept);
}

}  // namespace aisle::engine
