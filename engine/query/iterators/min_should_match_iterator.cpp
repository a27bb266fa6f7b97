#include "engine/query/iterators/min_should_match_iterator.hpp"

#include <algorithm>
#include <cassert>

#include "engine/query/iterators/score_sum.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint32_t kPartSlot = 2;

/// Each document takes `minimum` clauses, so the clauses with the most matches may be left out of the count.
std::uint64_t cost_of(const std::vector<IteratorPtr>& clauses, std::uint32_t minimum) {
  std::vector<std::uint64_t> costs;
  for (const IteratorPtr& clause : clauses) costs.push_back(clause->cost());
  std::sort(costs.begin(), costs.end());
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i + minimum <= costs.size(); ++i) sum += costs[i];
  return sum;
}

}  // namespace

MinShouldMatchIterator::MinShouldMatchIterator(std::vector<IteratorPtr> clauses, std::uint32_t minimum)
    : clauses_(std::move(clauses)), minimum_(minimum), cost_(cost_of(clauses_, minimum)) {
  assert(minimum_ >= 1 && minimum_ <= clauses_.size() && "the minimum must be one that clauses can reach");
  double sum = 0.0;
  for (const IteratorPtr& clause : clauses_) sum += static_cast<double>(clause->max_score());
  max_score_ = bound_of_sum(sum);
}

DocId MinShouldMatchIterator::next() {
  return doc_ == kEndDoc ? doc_ : settle(started_ ? doc_ + 1 : DocId{0});
}

DocId MinShouldMatchIterator::advance(DocId target) {
  return started_ && doc_ >= target ? doc_ : settle(target);
}

/// The first document >= target that enough clauses match: the minimum-th smallest of their positions is the first
/// that can.
DocId MinShouldMatchIterator::settle(DocId target) {
  std::vector<DocId>& docs = positions_;
  while (true) {
    docs.clear();
    for (IteratorPtr& clause : clauses_) {
      if (!started_ || clause->doc() < target) clause->advance(target);
      docs.push_back(clause->doc());
    }
    started_ = true;
    std::nth_element(docs.begin(), docs.begin() + (minimum_ - 1), docs.end());
    const DocId candidate = docs[minimum_ - 1];
    if (candidate == kEndDoc) return doc_ = kEndDoc;
    // Every clause stands at or after `target`, so score() sees all that match it.
    if (candidate == target) return doc_ = candidate;
    target = candidate;  // clauses behind it move up; its count can only grow
  }
}

float MinShouldMatchIterator::score() {
  double sum = 0.0;
  for (IteratorPtr& clause : clauses_) {
    if (clause->doc() == doc_) sum += static_cast<double>(clause->score());
  }
  return static_cast<float>(sum);
}

ScoreBound MinShouldMatchIterator::bound(DocId target) {
  ScoreBound result{.last = kEndDoc, .max_score = 0.0F};
  double sum = 0.0;
  for (IteratorPtr& clause : clauses_) {
    const ScoreBound one = clause->bound(target);
    result.last = std::min(result.last, one.last);
    sum += static_cast<double>(one.max_score);
  }
  result.max_score = bound_of_sum(sum);
  return result;
}

void MinShouldMatchIterator::fill(Window& window, bool with_scores) {
  for (IteratorPtr& clause : clauses_) {
    Window& part = scratch(kPartSlot, window.base);
    clause->collect(part, with_scores);
    part.bits.for_each([&](std::uint32_t offset) {
      ++counts_[offset];
      window.scores[offset] += part.scores[offset];
    });
    window.bits |= part.bits;
  }
  WindowBits kept;
  window.bits.for_each([&](std::uint32_t offset) {
    if (counts_[offset] >= minimum_) {
      kept.set(offset);
    } else {
      window.scores[offset] = 0.0;
    }
    counts_[offset] = 0;
  });
  window.bits = kept;
}

}  // namespace aisle::engine
