#include "engine/query/iterators/dis_max_iterator.hpp"

#include <algorithm>
#include <cassert>

#include "engine/query/iterators/score_sum.hpp"
#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kPartSlot = 2;
constexpr std::uint32_t kOthersSlot = 3;

float combine(float best, double others, float tie_breaker) {
  return static_cast<float>(static_cast<double>(best) + others * static_cast<double>(tie_breaker));
}

}  // namespace

DisMaxIterator::DisMaxIterator(std::vector<IteratorPtr> clauses, float tie_breaker)
    : clauses_(std::move(clauses)), tie_breaker_(tie_breaker) {
  assert(!clauses_.empty() && "a dis_max needs a clause");
  // Into an empty window, clauses put rounded scores; the greatest of them is rounded as well, and so is combine().
  fill_rounds_ = clauses_.size() > 1;
  float best = 0.0F;
  double sum = 0.0;
  for (const IteratorPtr& clause : clauses_) {
    best = std::max(best, clause->max_score());
    sum += static_cast<double>(clause->max_score());
    cost_ += clause->cost();
  }
  max_score_ = tie_breaker_ == 0.0F ? best : bound_of_sum(std::max(static_cast<double>(best), sum));
}

void DisMaxIterator::set_min_competitive_score(float score) {
  if (tie_breaker_ != 0.0F) return;
  for (IteratorPtr& clause : clauses_) clause->set_min_competitive_score(score);
}

DocId DisMaxIterator::settle() {
  doc_ = kEndDoc;
  for (const IteratorPtr& clause : clauses_) doc_ = std::min(doc_, clause->doc());
  return doc_;
}

DocId DisMaxIterator::next() {
  if (!started_) return advance(DocId{0});
  if (doc_ == kEndDoc) return doc_;
  for (IteratorPtr& clause : clauses_) {
    if (clause->doc() == doc_) clause->next();
  }
  return settle();
}

DocId DisMaxIterator::advance(DocId target) {
  if (started_ && doc_ >= target) return doc_;
  for (IteratorPtr& clause : clauses_) {
    if (!started_ || clause->doc() < target) clause->advance(target);
  }
  started_ = true;
  return settle();
}

float DisMaxIterator::score() {
  float best = 0.0F;
  double others = 0.0;
  for (IteratorPtr& clause : clauses_) {
    if (clause->doc() != doc_) continue;
    const float score = clause->score();
    others += static_cast<double>(std::min(best, score));
    best = std::max(best, score);
  }
  return combine(best, others, tie_breaker_);
}

ScoreBound DisMaxIterator::bound(DocId target) {
  ScoreBound result{.last = kEndDoc, .max_score = 0.0F};
  double sum = 0.0;
  for (IteratorPtr& clause : clauses_) {
    if (started_ && clause->doc() == kEndDoc) continue;
    const ScoreBound one = clause->bound(target);
    result.last = std::min(result.last, one.last);
    result.max_score = std::max(result.max_score, one.max_score);
    sum += static_cast<double>(one.max_score);
  }
  if (tie_breaker_ != 0.0F) result.max_score = bound_of_sum(sum);
  return result;
}

void DisMaxIterator::look_up(std::span<const DocId> docs, float* scores) {
  std::array<double, ScoredBatch::kCapacity> others{};
  std::fill_n(scores, docs.size(), kNoMatch);
  for (const IteratorPtr& clause : clauses_) {
    std::array<float, ScoredBatch::kCapacity> found;
    clause->look_up(docs, found.data());
    for (std::size_t i = 0; i < docs.size(); ++i) {
      others[i] += static_cast<double>(std::max(0.0F, std::min(scores[i], found[i])));
      scores[i] = std::max(scores[i], found[i]);
    }
  }
  if (tie_breaker_ == 0.0F) return;
  for (std::size_t i = 0; i < docs.size(); ++i) {
    if (scores[i] >= 0.0F) scores[i] = combine(scores[i], others[i], tie_breaker_);
  }
}

void DisMaxIterator::add_bounds(std::span<const DocId> docs, double* bounds) const {
  std::array<double, ScoredBatch::kCapacity> all{};
  for (const IteratorPtr& clause : clauses_) {
    std::array<double, ScoredBatch::kCapacity> one{};
    clause->add_bounds(docs, one.data());
    for (std::size_t i = 0; i < docs.size(); ++i) {
      all[i] = tie_breaker_ == 0.0F ? std::max(all[i], one[i]) : all[i] + one[i];
    }
  }
  add_bounds_of_sums(docs.size(), all.data(), bounds);
}

void DisMaxIterator::match(MatchRange& range) {
  for (IteratorPtr& clause : clauses_) clause->match(range);
}

/// The window holds the best score so far; with a tie breaker, the others' sum is in a window beside it.
void DisMaxIterator::merge(const Window& part, Window& window) {
  Window* others = tie_breaker_ == 0.0F ? nullptr : scratch_at(kOthersSlot);
  part.bits.for_each([&](std::uint32_t offset) {
    const double score = part.scores[offset];
    double& best = window.scores[offset];
    if (others != nullptr) others->scores[offset] += std::min(best, score);
    best = std::max(best, score);
  });
  if (others != nullptr) others->bits |= part.bits;
}

void DisMaxIterator::finish(Window& window) {
  if (tie_breaker_ == 0.0F) return;
  const Window& others = *scratch_at(kOthersSlot);
  window.bits.for_each([&](std::uint32_t offset) {
    window.scores[offset] = static_cast<double>(
        combine(static_cast<float>(window.scores[offset]), others.scores[offset], tie_breaker_));
  });
}

/// Without a tie breaker the first clause needs no merging, and the others' windows are emptied as they are merged.
void DisMaxIterator::fill_best(Window& window) {
  clauses_.front()->collect(window, true);
  Window& part = scratch(kPartSlot, window.base);
  for (std::size_t i = 1; i < clauses_.size(); ++i) {
    clauses_[i]->collect(part, true);
    part.bits.for_each([&](std::uint32_t offset) {
      window.scores[offset] = std::max(window.scores[offset], part.scores[offset]);
      part.scores[offset] = 0.0;
    });
    window.bits |= part.bits;
    part.bits.clear();
  }
}

void DisMaxIterator::fill(Window& window, bool with_scores) {
  if (!with_scores || clauses_.size() == 1) {
    for (IteratorPtr& clause : clauses_) clause->collect(window, with_scores);
    return;
  }
  if (tie_breaker_ == 0.0F) return fill_best(window);
  scratch(kOthersSlot, window.base);
  for (IteratorPtr& clause : clauses_) {
    Window& part = scratch(kPartSlot, window.base);
    clause->collect(part, true);
    merge(part, window);
    window.bits |= part.bits;
  }
  finish(window);
}

void DisMaxIterator::narrow(Window& window, bool with_scores) {
  if (tie_breaker_ != 0.0F) scratch(kOthersSlot, window.base);
  WindowBits matched;
  for (IteratorPtr& clause : clauses_) {
    Window& part = scratch(kPartSlot, window.base);
    part.bits = window.bits;
    clause->refine(part, with_scores);
    matched |= part.bits;
    if (with_scores) merge(part, window);
  }
  window.bits &= matched;
  if (with_scores) finish(window);
}

}  // namespace aisle::engine
