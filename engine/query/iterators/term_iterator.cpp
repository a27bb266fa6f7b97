#include "engine/query/iterators/term_iterator.hpp"

#include <algorithm>
#include <utility>

#include "engine/index/postings/sorted_search.hpp"
#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {
namespace {

// With fewer candidates than this in a window, looking each one up beats walking the list.
constexpr std::uint32_t kFewCandidates = 24;
// Looking one document up costs about as much as setting the bits of so many postings.
constexpr std::uint32_t kPostingsPerLookUp = 64;

/// The first position in [position, docs.size()) whose document is >= target. REQUIRES: there is one.
std::uint32_t find_from(std::span<const DocId> docs, std::uint32_t position, DocId target) {
  return docs[position] >= target ? position : first_at_least(docs, position, target);
}

}  // namespace

TermIterator::TermIterator(PostingCursor cursor, const TermScorer& scorer)
    : cursor_(std::move(cursor)),
      scorer_(scorer),
      doc_freq_(cursor_.doc_freq()),
      max_score_(scorer.weight == 0.0F ? 0.0F : scorer.max_score(cursor_.list_impacts())) {}

DocId TermIterator::next() {
  if (++position_ < docs_.size()) return doc_ = docs_[position_];
  if (doc_ == kEndDoc) return doc_;
  return load_from(docs_.empty() ? DocId{0} : doc_ + 1);
}

DocId TermIterator::advance(DocId target) {
  if (!docs_.empty() && doc_ >= target) return doc_;
  if (!docs_.empty() && docs_.back() >= target) {
    position_ = find_from(docs_, position_, target);
    return doc_ = docs_[position_];
  }
  if (doc_ == kEndDoc) return doc_;
  return load_from(target);
}

DocId TermIterator::load_from(DocId target) {
  if (min_score_ > 0.0F) target = skip_weak_blocks(target);
  if (target != kEndDoc) cursor_.seek_block(target);
  docs_ = target == kEndDoc ? std::span<const DocId>{} : cursor_.docs();
  if (docs_.empty()) return doc_ = kEndDoc;
  position_ = find_from(docs_, 0, target);
  return doc_ = docs_[position_];
}

DocId TermIterator::skip_weak_blocks(DocId target) {
  while (target != kEndDoc) {
    const ScoreBound ahead = bound(target);
    if (ahead.max_score >= min_score_) return target;
    target = ahead.last == kEndDoc ? kEndDoc : ahead.last + 1;
  }
  return target;
}

float TermIterator::score() { return scorer_.score(cursor_.freqs()[position_], scorer_.norm(doc_)); }

ScoreBound TermIterator::bound(DocId target) {
  if (target >= bound_first_ && target <= bound_.last) return bound_;
  // The cursor peeks forward only; below what was peeked at, the list's own bound must do.
  if (target < bound_first_ && bound_.last != DocId{0}) return {.last = DocId{index_of(bound_first_) - 1}, .max_score = max_score_};
  const PostingCursor::BlockBound block = cursor_.peek_block(target);
  bound_first_ = target;
  bound_ = {.last = block.last, .max_score = scorer_.max_score(block.impacts)};
  return bound_;
}

void TermIterator::add_scores(Window& window, std::uint32_t first, std::uint32_t last) {
  const std::uint32_t* freqs = cursor_.freqs().data();
  const std::uint32_t base = index_of(window.base);
  for (std::uint32_t i = first; i < last; ++i) {
    const std::uint32_t offset = index_of(docs_[i]) - base;
    window.bits.set(offset);
    window.scores[offset] += static_cast<double>(scorer_.score(freqs[i], scorer_.norm(docs_[i])));
  }
}

void TermIterator::drain(Window& window, DocId end) {
  while (doc_ < end) {
    const std::uint32_t last = docs_.back() < end ? static_cast<std::uint32_t>(docs_.size())
                                                   : find_from(docs_, position_, end);
    add_scores(window, position_, last);
    position_ = last - 1;
    doc_ = docs_[position_];
    next();
  }
}

/// Brings the cursor to the window. False when nothing of the list lies in it or after it before its end.
bool TermIterator::open_window(DocId base) {
  if (docs_.empty() || docs_.back() < base) {
    cursor_.seek_block(base);
    docs_ = cursor_.docs();
    position_ = 0;
    if (docs_.empty()) return false;
  }
  position_ = find_from(docs_, position_, base);
  return docs_[position_] < base + kWindowSize;
}

void TermIterator::collect(Window& window, bool with_scores) {
  if (!with_scores) return cursor_.fill_window(window.base, window.bits);
  if (!open_window(window.base)) return;
  const DocId end = window.base + kWindowSize;
  while (true) {
    const bool block_ends = docs_.back() < end;
    const auto last = block_ends ? static_cast<std::uint32_t>(docs_.size()) : find_from(docs_, position_, end);
    add_scores(window, position_, last);
    position_ = last;
    if (!block_ends) return;
    cursor_.next_block();
    docs_ = cursor_.docs();
    position_ = 0;
    if (docs_.empty() || docs_.front() >= end) return;
  }
}

void TermIterator::refine(Window& window, bool with_scores) {
  if (window.bits.count() <= kFewCandidates) return refine_by_bit(window, with_scores);
  if (with_scores) return refine_by_list(window, with_scores);
  WindowBits matches;
  cursor_.fill_window(window.base, matches);
  docs_ = {};
  keep_only(window, matches);
}

void TermIterator::keep_matches(MatchRange& range) {
  if (cursor_.mask_words(range.base, {range.words(), kRangeWords})) return;
  const std::uint64_t candidates = range.count();
  if (candidates == 0) return;
  cursor_.seek_block(range.base);
  if (candidates * kPostingsPerLookUp < cursor_.postings_until(range.base + kRangeSize)) return keep_by_bit(range);
  MatchRange matches;
  cursor_.fill_words(range.base, {matches.words(), kRangeWords});
  range &= matches;
}

void TermIterator::keep_by_bit(MatchRange& range) {
  range.for_each([&](std::uint32_t offset) {
    if (!cursor_.contains(range.base + offset)) range.unset(offset);
  });
}

void TermIterator::refine_by_bit(Window& window, bool with_scores) {
  WindowBits kept;
  window.bits.for_each([&](std::uint32_t offset) {
    const DocId doc = window.base + offset;
    if (docs_.empty() || docs_.back() < doc) {
      cursor_.seek_block(doc);
      docs_ = cursor_.docs();
      position_ = 0;
      if (docs_.empty()) return;
    }
    position_ = find_from(docs_, position_, doc);
    if (docs_[position_] != doc) return;
    kept.set(offset);
    if (with_scores) {
      window.scores[offset] += static_cast<double>(scorer_.score(cursor_.freqs()[position_], scorer_.norm(doc)));
    }
  });
  keep_only(window, kept);
}

void TermIterator::refine_by_list(Window& window, bool with_scores) {
  WindowBits kept;
  const std::uint32_t base = index_of(window.base);
  const DocId end = window.base + kWindowSize;
  bool inside = open_window(window.base);
  while (inside) {
    const std::uint32_t* freqs = with_scores ? cursor_.freqs().data() : nullptr;
    for (; position_ < docs_.size() && docs_[position_] < end; ++position_) {
      const std::uint32_t offset = index_of(docs_[position_]) - base;
      if (!window.bits.test(offset)) continue;
      kept.set(offset);
      window.scores[offset] += static_cast<double>(scorer_.score(freqs[position_], scorer_.norm(docs_[position_])));
    }
    if (position_ < docs_.size()) break;
    cursor_.next_block();
    docs_ = cursor_.docs();
    position_ = 0;
    inside = !docs_.empty() && docs_.front() < end;
  }
  keep_only(window, kept);
}

}  // namespace aisle::engine
