#include "engine/query/iterators/req_opt_iterator.hpp"

#include <algorithm>

#include "engine/query/iterators/score_sum.hpp"
#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {
namespace {
constexpr std::uint32_t kOptionalSlot = 2;
}  // namespace

ReqOptIterator::ReqOptIterator(IteratorPtr required, IteratorPtr optional)
    : required_(std::move(required)),
      optional_(std::move(optional)),
      max_score_(bound_of_sum(static_cast<double>(required_->max_score()) +
                              static_cast<double>(optional_->max_score()))) {
  join_.lead(*required_, true);
  join_.add(*optional_, true, false);
}

DocId ReqOptIterator::next() { return doc_ == kEndDoc ? doc_ : settle(required_->next()); }

DocId ReqOptIterator::advance(DocId target) {
  return doc_ == kEndDoc ? doc_ : settle(required_->advance(target));
}

/// Passes over blocks in which both clauses together cannot compete.
DocId ReqOptIterator::settle(DocId candidate) {
  while (min_score_ > 0.0F && candidate != kEndDoc) {
    const ScoreBound ahead = bound(candidate);
    if (ahead.max_score >= min_score_) break;
    candidate = ahead.last == kEndDoc ? kEndDoc : required_->advance(ahead.last + 1);
  }
  return doc_ = candidate;
}

float ReqOptIterator::score() {
  double sum = static_cast<double>(required_->score());
  if (!optional_started_ || optional_->doc() < doc_) {
    optional_->advance(doc_);
    optional_started_ = true;
  }
  if (optional_->doc() == doc_) sum += static_cast<double>(optional_->score());
  return static_cast<float>(sum);
}

ScoreBound ReqOptIterator::bound(DocId target) {
  const ScoreBound required = required_->bound(target);
  const ScoreBound optional = optional_->bound(target);
  return {.last = std::min(required.last, optional.last),
          .max_score = bound_of_sum(static_cast<double>(required.max_score) + static_cast<double>(optional.max_score))};
}

void ReqOptIterator::fill(Window& window, bool with_scores) {
  required_->collect(window, with_scores);
  if (with_scores && window.bits.any()) add_optional(window);
}

void ReqOptIterator::narrow(Window& window, bool with_scores) {
  required_->refine(window, with_scores);
  if (with_scores && window.bits.any()) add_optional(window);
}

void ReqOptIterator::add_optional(Window& window) {
  Window& extra = scratch(kOptionalSlot, window.base);
  extra.bits = window.bits;
  optional_->refine(extra, true);
  add_rounded(extra, window, true);
}

}  // namespace aisle::engine
