#include "engine/query/iterators/expansion_iterator.hpp"

#include <algorithm>
#include <cassert>

#include "engine/index/bit_words.hpp"
#include "engine/query/iterators/score_sum.hpp"

namespace aisle::engine {
namespace {

/// Lists of at most so many postings are merged: more than that in a stretch, and bits cost less.
std::uint32_t short_list(std::uint32_t doc_count) { return std::clamp(doc_count / 2'048, 64U, 512U); }
// Looking a document up in a list costs about as much as gathering so many of the list's postings.
constexpr std::uint64_t kPostingsPerLookUp = 8;

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
    if (doc_freq <= short_list(doc_count)) {
      PostingCursor postings = index.postings(term.id, detail);
      short_.add(postings, term.scorer, scored);
    } else {
      lists_.push_back(std::make_unique<List>(index, term, detail));
      sum += static_cast<double>(lists_.back()->scores.max_score());
      list_weights_ += term.scorer.weight;
    }
  }
  short_.finish(doc_count);
  max_score_ = bound_of_sum(sum + static_cast<double>(short_.max_score()));
}

void ExpansionIterator::List::gather(DocId base, DocId first, DocId end) {
  // Words are filled a block at a time. Those at both ends, which other blocks have a part of, are filled bit by bit.
  const std::uint32_t from = (index_of(first) + 63) & ~63U;
  const std::uint32_t to = index_of(end) & ~63U;
  const auto set = [&](DocId doc, std::uint32_t) { bits.set(index_of(doc) - index_of(base)); };
  if (from >= to) return for_each_posting(first, end, set);
  if (index_of(first) < from) for_each_posting(first, DocId{from}, set);
  postings.fill_words(DocId{from}, std::span(bits.words).subspan((from - index_of(base)) / 64, (to - from) / 64));
  if (to < index_of(end)) for_each_posting(DocId{to}, end, set);
}

// ---- stretches

/// Stretches double while they are walked one after the other: a jump asks for few documents.
std::uint32_t ExpansionIterator::words_for(DocId target) const {
  const bool goes_on = words_ != 0 && target == end_of_stretch();
  return goes_on ? std::min(2 * words_, StretchBits::kMostWords) : kWindowWords;
}

void ExpansionIterator::begin_stretch(DocId target, std::uint32_t words) {
  base_ = DocId{index_of(target) & ~63U};
  words_ = words;
  short_begin_ = short_.lower_bound(base_);
  short_end_ = short_.lower_bound(end_of_stretch());
  matches_.clear(words_);
  scored_ = false;
  kept_docs_.clear();
  kept_.clear();
  kept_at_ = 0;
}

void ExpansionIterator::set_short_bits() {
  short_bits_.clear(words_);
  for (std::uint32_t i = short_begin_; i < short_end_; ++i) short_bits_.set(offset_of(short_.docs()[i]));
}

void ExpansionIterator::gather_union() {
  active_.clear();
  for (const auto& list : lists_) {
    list->postings.seek_block(base_);
    if (list->postings.exhausted()) continue;
    active_.push_back(list.get());
    list->bits.clear(words_);
    list->postings.fill_words(base_, std::span(list->bits.words).first(words_));
    or_words(matches_.words.data(), list->bits.words.data(), words_);
  }
  set_short_bits();
  or_words(matches_.words.data(), short_bits_.words.data(), words_);
}

void ExpansionIterator::keep(DocId doc, double sum) {
  kept_docs_.push_back(doc);
  kept_.push_back(static_cast<float>(sum));
}

/// Scores every document of the stretch from `first_offset` on.
void ExpansionIterator::score_all(std::uint32_t first_offset) {
  thread_local std::array<double, StretchBits::kMostDocs> sums{};  // all 0 between calls
  for (const auto& list : lists_) {
    list->for_each_posting(base_ + first_offset, end_of_stretch(), [&](DocId doc, std::uint32_t freq) {
      const std::uint32_t offset = offset_of(doc);
      matches_.set(offset);
      sums[offset] += static_cast<double>(list->scorer.score(freq, list->scorer.norm(doc)));
    });
  }
  for (std::uint32_t i = short_begin_; i < short_end_; ++i) {
    const std::uint32_t offset = offset_of(short_.docs()[i]);
    if (offset < first_offset) continue;
    matches_.set(offset);
    sums[offset] += short_.scores()[i];
  }
  matches_.for_each(words_, [&](std::uint32_t offset) {
    keep(base_ + offset, sums[offset]);
    sums[offset] = 0.0;
  });
  scored_ = true;
}

/// Adds what the documents, which are in the stretch and increase, score in the lists whose bitmaps have them.
void ExpansionIterator::add_sums(std::span<const DocId> docs, double* sums) {
  std::array<DocId, ScoredBatch::kCapacity> members;
  std::array<std::uint32_t, ScoredBatch::kCapacity> places;
  std::array<float, ScoredBatch::kCapacity> scores;
  for (List* list : active_) {
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < docs.size(); ++i) {
      members[count] = docs[i];
      places[count] = i;
      count += list->bits.test(offset_of(docs[i])) ? 1 : 0;
    }
    if (count == 0) continue;
    list->scores.look_up(std::span(members).first(count), scores.data());
    for (std::uint32_t i = 0; i < count; ++i) sums[places[i]] += static_cast<double>(std::max(scores[i], 0.0F));
  }
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (short_bits_.test(offset_of(docs[i]))) sums[i] += short_.scores()[short_.lower_bound(docs[i])];
  }
}

double ExpansionIterator::sum_at(DocId doc) {
  double sum = 0.0;
  add_sums({&doc, 1}, &sum);
  return sum;
}

/// Whether the lists that the document is in can score enough at its length.
bool ExpansionIterator::may_compete(DocId doc) const {
  const std::uint32_t offset = offset_of(doc);
  float weights = 0.0F;
  for (const List* list : active_) weights += list->bits.test(offset) ? list->scorer.weight : 0.0F;
  double most = static_cast<double>(weights) * static_cast<double>(factors().at(norm_of(doc)));
  if (short_bits_.test(offset)) most += static_cast<double>(short_.max_score());
  return bound_of_sum(most) >= min_score_;
}

const FactorBounds& ExpansionIterator::factors() const {
  if (!factors_) {
    factors_.emplace();
    for (const auto& list : lists_) factors_->add(list->postings.list_impacts());
    factors_->finish(inverse_);
  }
  return *factors_;
}

// ---- document at a time

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
    if (words_ == 0 || target >= end_of_stretch()) {
      begin_stretch(target, words_for(target));
      min_score_ > 0.0F ? gather_competitive() : gather_union();
    }
    const std::uint32_t offset = matches_.next(offset_of(target), words_);
    target = base_ + offset;
    if (offset == words_ * 64) continue;
    if (!scored_) return doc_ = target;
    while (kept_docs_[kept_at_] != target) ++kept_at_;
    if (kept_[kept_at_] >= min_score_) return doc_ = target;
    target = target + 1;
  }
  return doc_ = kEndDoc;
}

float ExpansionIterator::score() { return scored_ ? kept_[kept_at_] : static_cast<float>(sum_at(doc_)); }

// ---- batches

bool ExpansionIterator::next_batch(ScoredBatch& batch, DocId from) {
  batch.size = 0;
  while (batch.size == 0) {
    while (words_ == 0 || kept_at_ == kept_.size()) {
      if (words_ != 0) from = std::max(from, end_of_stretch());
      if (index_of(from) >= doc_count_ || max_score_ < min_score_) return false;
      begin_stretch(from, words_for(from));
      min_score_ > 0.0F ? gather_competitive() : score_all(offset_of(from));
    }
    for (; kept_at_ < kept_.size() && batch.size < ScoredBatch::kCapacity; ++kept_at_) {
      batch.docs[batch.size] = kept_docs_[kept_at_];
      batch.scores[batch.size] = kept_[kept_at_];
      batch.size += kept_[kept_at_] >= min_score_ && kept_docs_[kept_at_] >= from ? 1 : 0;
    }
    batch.until = kept_at_ < kept_.size() ? kept_docs_[kept_at_] : end_of_stretch();
  }
  return true;
}

void ExpansionIterator::look_up(std::span<const DocId> docs, float* scores) {
  std::fill_n(scores, docs.size(), kNoMatch);
  if (max_score_ < min_score_) return;
  const auto count_below = [&](std::size_t first, std::uint64_t end) {
    std::size_t count = 0;
    while (first + count < docs.size() && index_of(docs[first + count]) < end) ++count;
    return count;
  };
  for (std::size_t i = 0; i < docs.size();) {
    const bool gathered = words_ != 0 && docs[i] < end_of_stretch();
    const std::uint64_t base = index_of(docs[i]) & ~63U;
    const std::size_t count = count_below(i, gathered ? index_of(end_of_stretch()) : base + StretchBits::kMostDocs);
    const std::span<const DocId> part = docs.subspan(i, count);
    const std::uint64_t range = index_of(part.back()) - base + 1;
    if (!gathered && part.size() * lists_.size() * kPostingsPerLookUp < cost_ * range / doc_count_) {
      look_up_in_lists(part, scores + i);
    } else {
      if (!gathered) {
        begin_stretch(part.front(), static_cast<std::uint32_t>((range + 63) / 64));
        gather_union();
      }
      look_up_in_bits(part, scores + i);
    }
    i += count;
  }
}

void ExpansionIterator::look_up_in_lists(std::span<const DocId> docs, float* scores) {
  std::array<float, ScoredBatch::kCapacity> found;
  std::array<double, ScoredBatch::kCapacity> sums;
  std::fill_n(sums.begin(), docs.size(), static_cast<double>(kNoMatch));
  const auto add = [&](std::size_t i, double score) { sums[i] = std::max(sums[i], 0.0) + score; };
  for (const auto& list : lists_) {
    list->scores.look_up(docs, found.data());
    for (std::size_t i = 0; i < docs.size(); ++i) {
      if (found[i] >= 0.0F) add(i, static_cast<double>(found[i]));
    }
  }
  for (std::size_t i = 0; i < docs.size(); ++i) {
    const std::uint32_t at = short_.lower_bound(docs[i]);
    if (at < short_.docs().size() && short_.docs()[at] == docs[i]) add(i, short_.scores()[at]);
    scores[i] = static_cast<float>(sums[i]);
  }
}

/// REQUIRES: all documents are in the stretch at hand.
void ExpansionIterator::look_up_in_bits(std::span<const DocId> docs, float* scores) {
  std::array<DocId, ScoredBatch::kCapacity> members;
  std::array<std::uint32_t, ScoredBatch::kCapacity> places;
  std::array<double, ScoredBatch::kCapacity> sums{};
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < docs.size(); ++i) {
    if (!matches_.test(offset_of(docs[i]))) continue;
    if (min_score_ > 0.0F && !may_compete(docs[i])) continue;
    members[count] = docs[i];
    places[count++] = i;
  }
  add_sums(std::span(members).first(count), sums.data());
  for (std::uint32_t i = 0; i < count; ++i) scores[places[i]] = static_cast<float>(sums[i]);
}

void ExpansionIterator::add_bounds(std::span<const DocId> docs, double* bounds) const {
  if (norms_ == nullptr) return DocIterator::add_bounds(docs, bounds);
  const double rest = static_cast<double>(short_.max_score());
  const double weights = static_cast<double>(list_weights_) * 1.00001;
  for (std::size_t i = 0; i < docs.size(); ++i) {
    const double most = weights * static_cast<double>(factors().at(norms_[index_of(docs[i])])) + rest;
    bounds[i] += static_cast<double>(bound_of_sum(most));
  }
}

// ---- windows and ranges

void ExpansionIterator::fill(Window& window, bool with_scores) {
  for (const auto& list : lists_) list->scores.collect(window, with_scores);
  const DocId end = window.base + kWindowSize;
  for (std::uint32_t i = short_.lower_bound(window.base); i < short_.docs().size() && short_.docs()[i] < end; ++i) {
    const std::uint32_t offset = index_of(short_.docs()[i]) - index_of(window.base);
    window.bits.set(offset);
    if (with_scores) window.scores[offset] += short_.scores()[i];
  }
}

void ExpansionIterator::match(MatchRange& range) {
  for (const auto& list : lists_) list->postings.fill_words(range.base, {range.words(), kRangeWords});
  const DocId end = range.base + kRangeSize;
  for (std::uint32_t i = short_.lower_bound(range.base); i < short_.docs().size() && short_.docs()[i] < end; ++i) {
    range.set(index_of(short_.docs()[i]) - index_of(range.base));
  }
}

void ExpansionIterator::keep_matches(MatchRange& range) {
  const auto own = std::make_unique<MatchRange>();
  own->base = range.base;
  match(*own);
  range &= *own;
}

}  // namespace aisle::engine
