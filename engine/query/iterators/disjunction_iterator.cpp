#include "engine/query/iterators/disjunction_iterator.hpp"

#include <algorithm>
#include <cassert>

#include "engine/query/iterators/score_sum.hpp"
#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {
namespace {

// With more clauses than this, ranges are gathered and looked into rather than every clause for every document.
constexpr std::size_t kFewClauses = 8;
// A range narrower than this costs more to plan than it saves.
constexpr std::uint32_t kMinRange = 256;
// Looking one document up in every clause costs about as much as matching so many.
constexpr std::uint64_t kPostingsPerLookUp = 64;

}  // namespace

DisjunctionIterator::DisjunctionIterator(std::vector<IteratorPtr> clauses) {
  assert(!clauses.empty() && "a disjunction needs a clause");
  double sum = 0.0;
  for (IteratorPtr& clause : clauses) {
    sum += static_cast<double>(clause->max_score());
    cost_ += clause->cost();
    clauses_.push_back({std::move(clause), 0.0F});
  }
  max_score_ = bound_of_sum(sum);
  sum_below_.resize(clauses_.size() + 1);
}

void DisjunctionIterator::start(DocId target) {
  started_ = true;
  window_ = &scratch(kFirstFreeSlot, DocId{0});
  for (Clause& clause : clauses_) clause.iterator->advance(target);
}

DocId DisjunctionIterator::next() {
  if (!started_) return start(DocId{0}), take_from(DocId{0});
  return doc_ == kEndDoc ? doc_ : take_from(doc_ + 1);
}

DocId DisjunctionIterator::advance(DocId target) {
  if (!started_) return start(target), take_from(target);
  return doc_ >= target ? doc_ : take_from(target);
}

/// The first candidate >= target, from the range at hand or from those after it.
DocId DisjunctionIterator::take_from(DocId target) {
  if (target == kEndDoc) return doc_ = kEndDoc;
  while (true) {
    if (target < range_end_) {
      const std::uint32_t base = index_of(window_->base);
      const std::uint32_t offset = next_set_bit(window_->bits, index_of(target) - base);
      if (offset < kWindowSize) {
        score_ = static_cast<float>(window_->scores[offset]);
        return doc_ = window_->base + offset;
      }
      target = range_end_;
    }
    if (!fill_range(target)) return doc_ = kEndDoc;
    target = std::max(target, window_->base);
  }
}

/// Gathers the candidates of the next range that starts at or after `target`. False at the end.
bool DisjunctionIterator::fill_range(DocId target) {
  const DocId first = skip_weak(first_candidate(target));
  if (first == kEndDoc) return false;
  const DocId base{index_of(first) & ~(kWindowSize - 1)};
  window_->reset(base);
  const DocId end = choose_range(first, base + kWindowSize);
  const std::size_t first_essential = split_essential();
  range_end_ = end;
  range_best_ = -1.0F;
  if (first_essential == clauses_.size()) return true;  // nothing here competes: an empty range
  gather_essential(first_essential, first, end);
  if (first_essential > 0) add_others(first_essential);
  return true;
}

/// Below the result no clause has a match. A clause that was not essential may lag behind `target`.
DocId DisjunctionIterator::first_candidate(DocId target) {
  DocId first = kEndDoc;
  for (Clause& clause : clauses_) first = std::min(first, std::max(clause.iterator->doc(), target));
  return first;
}

/// The first document >= target in blocks whose bounds together can compete.
DocId DisjunctionIterator::skip_weak(DocId target) {
  if (min_score_ <= 0.0F) return target;
  while (target != kEndDoc) {
    const ScoreBound ahead = bound(target);
    if (ahead.max_score >= min_score_) return target;
    target = ahead.last == kEndDoc ? kEndDoc : ahead.last + 1;
  }
  return target;
}

/// Sets each clause's bound within [target, end) and returns end.
DocId DisjunctionIterator::choose_range(DocId target, DocId window_end) {
  if (min_score_ <= 0.0F) {
    for (Clause& clause : clauses_) clause.range_max = clause.iterator->max_score();
    return window_end;
  }
  const DocId last = bound(target).last;
  DocId end = last >= window_end ? window_end : last + 1;
  end = std::min(window_end, std::max(end, target + kMinRange));
  for (Clause& one : clauses_) {
    one.range_max = 0.0F;
    if (one.iterator->doc() >= end) continue;
    for (DocId from = target; from < end;) {
      const ScoreBound bound = one.iterator->bound(from);
      one.range_max = std::max(one.range_max, bound.max_score);
      from = bound.last >= end ? end : bound.last + 1;
    }
  }
  return end;
}

/// Orders clauses by bound; returns the first of those that a competitive document must match one of.
std::size_t DisjunctionIterator::split_essential() {
  if (min_score_ <= 0.0F) return 0;
  std::sort(clauses_.begin(), clauses_.end(),
            [](const Clause& a, const Clause& b) { return a.range_max < b.range_max; });
  sum_below_[0] = 0.0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < clauses_.size(); ++i) {
    sum_below_[i + 1] = sum_below_[i] + static_cast<double>(clauses_[i].range_max);
    if (bound_of_sum(sum_below_[i + 1]) < min_score_) first = i + 1;
  }
  return first;
}

void DisjunctionIterator::gather_essential(std::size_t first, DocId from, DocId end) {
  for (std::size_t i = first; i < clauses_.size(); ++i) {
    DocIterator& iterator = *clauses_[i].iterator;
    if (iterator.doc() < from) iterator.advance(from);
    if (iterator.doc() < end) iterator.drain(*window_, end);
  }
}

/// Looks the gathered documents up in the other clauses, best first, and drops those that cannot compete any more.
void DisjunctionIterator::add_others(std::size_t first_essential) {
  WindowBits kept;
  window_->bits.for_each([&](std::uint32_t offset) {
    const DocId doc = window_->base + offset;
    double& score = window_->scores[offset];
    for (std::size_t i = first_essential; i-- > 0;) {
      if (bound_of_sum(score + sum_below_[i + 1]) < min_score_) {
        score = 0.0;
        return;
      }
      DocIterator& iterator = *clauses_[i].iterator;
      if (iterator.doc() < doc) iterator.advance(doc);
      if (iterator.doc() == doc) score += static_cast<double>(iterator.score());
    }
    kept.set(offset);
  });
  window_->bits = kept;
}

/// The best candidate of the range at hand: clauses have run ahead to its end and cannot bound it any more.
float DisjunctionIterator::best_in_range() {
  if (range_best_ < 0.0F) {
    double best = 0.0;
    window_->bits.for_each([&](std::uint32_t offset) { best = std::max(best, window_->scores[offset]); });
    range_best_ = static_cast<float>(best);
  }
  return range_best_;
}

ScoreBound DisjunctionIterator::bound(DocId target) {
  if (target < range_end_) return {.last = DocId{index_of(range_end_) - 1}, .max_score = best_in_range()};
  ScoreBound result{.last = kEndDoc, .max_score = 0.0F};
  double sum = 0.0;
  for (Clause& clause : clauses_) {
    if (started_ && clause.iterator->doc() == kEndDoc) continue;
    const ScoreBound one = clause.iterator->bound(target);
    result.last = std::min(result.last, one.last);
    sum += static_cast<double>(one.max_score);
  }
  result.max_score = bound_of_sum(sum);
  return result;
}

void DisjunctionIterator::look_up(std::span<const DocId> docs, float* scores) {
  if (clauses_.size() > kFewClauses) return CompositeIterator::look_up(docs, scores);
  std::array<double, ScoredBatch::kCapacity> sums{};
  std::array<bool, ScoredBatch::kCapacity> matched{};
  for (const Clause& clause : clauses_) {
    std::array<float, ScoredBatch::kCapacity> found;
    clause.iterator->look_up(docs, found.data());
    for (std::size_t i = 0; i < docs.size(); ++i) {
      matched[i] |= found[i] >= 0.0F;
      sums[i] += static_cast<double>(std::max(found[i], 0.0F));
    }
  }
  for (std::size_t i = 0; i < docs.size(); ++i) scores[i] = matched[i] ? static_cast<float>(sums[i]) : kNoMatch;
}

void DisjunctionIterator::add_bounds(std::span<const DocId> docs, double* bounds) const {
  std::array<double, ScoredBatch::kCapacity> sums{};
  for (const Clause& clause : clauses_) clause.iterator->add_bounds(docs, sums.data());
  add_bounds_of_sums(docs.size(), sums.data(), bounds);
}

void DisjunctionIterator::match(MatchRange& range) {
  for (Clause& clause : clauses_) clause.iterator->match(range);
}

void DisjunctionIterator::keep_matches(MatchRange& range) {
  const std::uint64_t candidates = range.count();
  if (candidates == 0) return;
  const bool few = candidates * kPostingsPerLookUp < cost_ / range.ranges_in_segment;
  if (!few) return CompositeIterator::keep_matches(range);
  MatchRange& open = scratch_range(kFirstFreeSlot, range.base);
  MatchRange& hit = scratch_range(kFirstFreeSlot + 1, range.base);
  open = range;  // not matched yet
  for (Clause& clause : clauses_) {
    hit = open;
    clause.iterator->keep_matches(hit);
    open.remove(hit);
  }
  range.remove(open);
}

void DisjunctionIterator::fill(Window& window, bool with_scores) {
  for (Clause& clause : clauses_) clause.iterator->collect(window, with_scores);
}

}  // namespace aisle::engine
