#include "engine/query/iterators/lead_sum_iterator.hpp"

#include <algorithm>

#include "engine/query/iterators/score_sum.hpp"
#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {

LeadSumIterator::LeadSumIterator(IteratorPtr lead, std::vector<IteratorPtr> optional)
    : lead_(std::move(lead)), optional_(std::move(optional)) {
  join_.lead(*lead_, true);
  double sum = static_cast<double>(lead_->max_score());
  for (const IteratorPtr& clause : optional_) {
    join_.add(*clause, true, false);
    sum += static_cast<double>(clause->max_score());
  }
  max_score_ = bound_of_sum(sum);
}

void LeadSumIterator::set_min_competitive_score(float score) {
  min_score_ = score;
  join_.set_min_competitive_score(score);
}

/// Passes over blocks in which all clauses together cannot compete.
DocId LeadSumIterator::settle(DocId candidate) {
  while (min_score_ > 0.0F && candidate != kEndDoc) {
    const ScoreBound ahead = bound(candidate);
    if (ahead.max_score >= min_score_) break;
    candidate = ahead.last == kEndDoc ? kEndDoc : lead_->advance(ahead.last + 1);
  }
  return doc_ = candidate;
}

float LeadSumIterator::score() {
  double sum = static_cast<double>(lead_->score());
  for (const IteratorPtr& clause : optional_) {
    if (!optional_started_ || clause->doc() < doc_) clause->advance(doc_);
    if (clause->doc() == doc_) sum += static_cast<double>(clause->score());
  }
  optional_started_ = true;
  return static_cast<float>(sum);
}

ScoreBound LeadSumIterator::bound(DocId target) {
  ScoreBound result = lead_->bound(target);
  double sum = static_cast<double>(result.max_score);
  for (const IteratorPtr& clause : optional_) {
    const ScoreBound one = clause->bound(target);
    result.last = std::min(result.last, one.last);
    sum += static_cast<double>(one.max_score);
  }
  result.max_score = bound_of_sum(sum);
  return result;
}

void LeadSumIterator::fill(Window& window, bool with_scores) {
  lead_->collect(window, with_scores);
  if (with_scores && window.bits.any()) add_optional(window);
}

void LeadSumIterator::narrow(Window& window, bool with_scores) {
  lead_->refine(window, with_scores);
  if (with_scores && window.bits.any()) add_optional(window);
}

void LeadSumIterator::add_optional(Window& window) {
  for (const IteratorPtr& clause : optional_) {
    Window& extra = scratch(kFirstFreeSlot, window.base);
    extra.bits = window.bits;
    clause->refine(extra, true);
    add_rounded(extra, window, true);
  }
}

}  // namespace aisle::engine
