#include "engine/query/iterators/conjunction_iterator.hpp"

#include <algorithm>
#include <cassert>

#include "engine/query/iterators/score_sum.hpp"

namespace aisle::engine {
namespace {

// A clause is followed document by document when the others have so many times its matches; short of that, going through
// ranges costs less than moving every clause.
constexpr std::uint64_t kLeapfrogRatio = 1'024;

}  // namespace

ConjunctionIterator::ConjunctionIterator(std::vector<Clause> clauses) : clauses_(std::move(clauses)) {
  assert(!clauses_.empty() && "a conjunction needs a clause");
  std::sort(clauses_.begin(), clauses_.end(),
            [](const Clause& a, const Clause& b) { return a.iterator->cost() < b.iterator->cost(); });
  double sum = 0.0;
  std::uint64_t costs = 0;
  for (const Clause& clause : clauses_) {
    costs += clause.iterator->cost();
    if (!clause.scores) continue;
    sum += static_cast<double>(clause.iterator->max_score());
  }
  leapfrogs_ = clauses_.front().iterator->cost() * kLeapfrogRatio < costs;
  max_score_ = bound_of_sum(sum);
  join_.lead(*clauses_.front().iterator, clauses_.front().scores);
  // Filters are looked up first: they cost less than scores, and drop what need not be scored.
  for (const bool scores : {false, true}) {
    for (std::size_t i = 1; i < clauses_.size(); ++i) {
      if (clauses_[i].scores == scores) join_.add(*clauses_[i].iterator, scores, true);
    }
  }
}

void ConjunctionIterator::set_min_competitive_score(float score) {
  min_score_ = score;
  strong_until_ = DocId{0};
  join_.set_min_competitive_score(score);
}

DocId ConjunctionIterator::next() {
  if (doc_ == kEndDoc) return doc_;
  return agree_from(clauses_.front().iterator->next());
}

DocId ConjunctionIterator::advance(DocId target) {
  if (doc_ == kEndDoc) return doc_;
  return agree_from(clauses_.front().iterator->advance(target));
}

DocId ConjunctionIterator::agree_from(DocId lead) {
  DocIterator& leader = *clauses_.front().iterator;
  while (lead != kEndDoc) {
    if (min_score_ > 0.0F && lead >= strong_until_) {
      const DocId strong = skip_weak(lead);
      if (strong != lead) {
        lead = strong == kEndDoc ? kEndDoc : leader.advance(strong);
        continue;
      }
    }
    std::size_t i = 1;
    for (; i < clauses_.size(); ++i) {
      const DocId other = clauses_[i].iterator->advance(lead);
      if (other == lead) continue;
      lead = other == kEndDoc ? kEndDoc : leader.advance(other);
      break;
    }
    if (i == clauses_.size()) return doc_ = lead;
  }
  return doc_ = kEndDoc;
}

/// The first document >= target in a block that can compete.
DocId ConjunctionIterator::skip_weak(DocId target) {
  while (target != kEndDoc) {
    const ScoreBound ahead = bound(target);
    if (ahead.max_score >= min_score_) {
      strong_until_ = ahead.last == kEndDoc ? kEndDoc : ahead.last + 1;
      return target;
    }
    target = ahead.last == kEndDoc ? kEndDoc : ahead.last + 1;
  }
  return target;
}

float ConjunctionIterator::score() {
  double sum = 0.0;
  for (Clause& clause : clauses_) {
    if (clause.scores) sum += static_cast<double>(clause.iterator->score());
  }
  return static_cast<float>(sum);
}

ScoreBound ConjunctionIterator::bound(DocId target) {
  ScoreBound result{.last = kEndDoc, .max_score = 0.0F};
  double sum = 0.0;
  for (Clause& clause : clauses_) {
    if (!clause.scores) continue;
    const ScoreBound one = clause.iterator->bound(target);
    result.last = std::min(result.last, one.last);
    sum += static_cast<double>(one.max_score);
  }
  result.max_score = bound_of_sum(sum);
  return result;
}

void ConjunctionIterator::match(MatchRange& range) {
  if (leapfrogs_) return leapfrog(range);
  MatchRange& own = scratch_range(kFirstFreeSlot, range.base);
  own.ranges_in_segment = range.ranges_in_segment;
  clauses_.front().iterator->match(own);
  for (std::size_t i = 1; i < clauses_.size() && own.any(); ++i) clauses_[i].iterator->keep_matches(own);
  range |= own;
}

void ConjunctionIterator::keep_matches(MatchRange& range) {
  if (leapfrogs_) return CompositeIterator::keep_matches(range);
  for (std::size_t i = 0; i < clauses_.size() && range.any(); ++i) clauses_[i].iterator->keep_matches(range);
}

void ConjunctionIterator::leapfrog(MatchRange& range) {
  const DocId end = range.base + kRangeSize;
  for (DocId doc = advance(range.base); doc < end; doc = next()) range.set(index_of(doc) - index_of(range.base));
}

void ConjunctionIterator::fill(Window& window, bool with_scores) {
  clauses_.front().iterator->collect(window, with_scores && clauses_.front().scores);
  for (std::size_t i = 1; i < clauses_.size() && window.bits.any(); ++i) {
    clauses_[i].iterator->refine(window, with_scores && clauses_[i].scores);
  }
}

void ConjunctionIterator::narrow(Window& window, bool with_scores) {
  for (std::size_t i = 0; i < clauses_.size() && window.bits.any(); ++i) {
    clauses_[i].iterator->refine(window, with_scores && clauses_[i].scores);
  }
}

}  // namespace aisle::engine
