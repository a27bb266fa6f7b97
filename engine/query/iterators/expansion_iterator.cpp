#include "engine/query/iterators/expansion_iterator.hpp"

#include <algorithm>
#include <cassert>

#include "engine/query/iterators/score_sum.hpp"

namespace aisle::engine {
namespace {

// Lists of at most so many postings are merged.
constexpr std::uint32_t kShortList = 64;
// A stretch begins with so many documents and doubles while they are walked one after the other: a jump asks for few.
constexpr std::uint32_t kFirstWords = kWindowWords;

}  // namespace

ExpansionIterator::List::List(const FieldIndex& index, const Term& term, PostingDetail detail)
    : scores(index.postings(term.id, detail), term.scorer),
      postings(index.postings(term.id, detail)),
      scorer(term.scorer) {}

ExpansionIterator::ExpansionIterator(const FieldIndex& index, std::span<const Term> terms, std::uint32_t doc_count,
                                     bool scored)
    : doc_count_(doc_count), inverse_(terms.front().scorer.inverse), norms_(terms.front().scorer.norms) {
  assert(!terms.empty() && "an expansion has a term");
  const PostingDetail detail = scored ? PostingDetail::freqs : PostingDetail::docs;
  double sum = 0.0;
  for (const Term& term : terms) {
    const std::uint32_t doc_freq = index.doc_freq(term.id);
    cost_ += doc_freq;
    if (doc_freq <= kShortList) {
      PostingCursor postings = index.postings(term.id, detail);
      short_.add(postings, term.scorer, scored);
    } else {
      lists_.push_back(std::make_unique<List>(index, term, detail));
      sum += static_cast<double>(lists_.back()->scores.max_score());
    }
  }
  short_.finish(doc_count);
  max_score_ = bound_of_sum(sum + static_cast<double>(short_.max_score()));
}

void ExpansionIterator::List::gather(DocId base, DocId first, DocId end) {
  postings.seek_block(first);
  while (true) {
    const std::span<const DocId> docs = postings.docs();
    if (docs.empty() || docs.front() >= end) return;
    const bool whole = docs.front() >= first && docs.back() < end;
    const auto from = whole ? docs.begin() : std::lower_bound(docs.begin(), docs.end(), first);
    const auto to = whole ? docs.end() : std::lower_bound(from, docs.end(), end);
    for (auto doc = from; doc != to; ++doc) bits.set(index_of(*doc) - index_of(base));
    if (docs.back() >= end) return;
    postings.next_block();
  }
}

double ExpansionIterator::List::score_of(DocId doc) {
  if (!scores_started || scores.doc() < doc) scores.advance(doc);
  scores_started = true;
  return scores.doc() == doc ? static_cast<double>(scores.score()) : 0.0;
}

DocId ExpansionIterator::next() {
  if (!started_) return advance(DocId{0});
  return doc_ == kEndDoc ? doc_ : settle(doc_ + 1);
}

DocId ExpansionIterator::advance(DocId target) {
  if (started_ && doc_ >= target) return doc_;
  started_ = true;
  return settle(target);
}

/// The first match >= target, in the stretch at hand or those after it.
DocId ExpansionIterator::settle(DocId target) {
  while (index_of(target) < doc_count_) {
    if (words_ == 0 || target >= end_of_stretch()) open_stretch(target);
    const std::uint32_t offset = matches_.next(index_of(target) - index_of(base_), words_);
    if (offset == stretch_size()) {
      target = end_of_stretch();
      continue;
    }
    doc_ = base_ + offset;
    if (!pruned_) return doc_;
    while (kept_docs_[kept_at_] != doc_) ++kept_at_;
    if (kept_[kept_at_] >= min_score_) return doc_;
    target = doc_ + 1;
  }
  return doc_ = kEndDoc;
}

float ExpansionIterator::score() {
  if (pruned_) return kept_[kept_at_];
  return static_cast<float>(sum_at(index_of(doc_) - index_of(base_)));
}

void ExpansionIterator::open_stretch(DocId target) {
  const bool goes_on = words_ != 0 && target == end_of_stretch();
  words_ = goes_on ? std::min(2 * words_, StretchBits::kMostWords) : kFirstWords;
  base_ = DocId{index_of(target) & ~63U};
  short_begin_ = short_.lower_bound(base_);
  short_end_ = short_.lower_bound(end_of_stretch());
  pruned_ = min_score_ > 0.0F;
  matches_.clear(words_);
  if (pruned_) {
    gather_competitive();
  } else {
    gather_union();
  }
}

void ExpansionIterator::gather_union() {
  for (const auto& list : lists_) {
    list->bits.clear(words_);
    list->gather(base_, base_, end_of_stretch());
    matches_.add(list->bits, words_);
  }
  set_short_bits();
  matches_.add(short_bits_, words_);
}

void ExpansionIterator::set_short_bits() {
  short_bits_.clear(words_);
  for (std::uint32_t i = short_begin_; i < short_end_; ++i) {
    short_bits_.set(index_of(short_.docs()[i]) - index_of(base_));
  }
}

/// What the document scores, not rounded.
double ExpansionIterator::sum_at(std::uint32_t offset) {
  const DocId doc = base_ + offset;
  double sum = 0.0;
  for (const auto& list : lists_) {
    if (list->bits.test(offset)) sum += list->score_of(doc);
  }
  if (short_bits_.test(offset)) sum += short_.scores()[short_.lower_bound(doc)];
  return sum;
}

void ExpansionIterator::fill(Window& window, bool with_scores) {
  for (const auto& list : lists_) list->scores.collect(window, with_scores);
  const DocId end = window.base + kWindowSize;
  for (std::uint32_t i = short_.lower_bound(window.base); i < short_.docs().size() && short_.docs()[i] < end; ++i) {
    const std::uint32_t offset = index_of(short_.docs()[i]) - index_of(window.base);
    window.bits.set(offset);
    if (with_scores) window.scores[offset] += short_.scores()[i];
  }
}

}  // namespace aisle::engine
