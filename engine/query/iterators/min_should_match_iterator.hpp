#pragma once
// Documents that match at least so many of the clauses, scored by the sum of those that match.

#include <array>
#include <vector>

#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine {

class MinShouldMatchIterator final : public CompositeIterator {
 public:
  /// REQUIRES: 2 <= minimum <= clauses.size().
  MinShouldMatchIterator(std::vector<IteratorPtr> clauses, std::uint32_t minimum);

  DocId next() override;
  DocId advance(DocId target) override;
  float score() override;
  ScoreBound bound(DocId target) override;
  float max_score() const override { return max_score_; }
  std::uint64_t cost() const override { return cost_; }

 protected:
  void fill(Window& window, bool with_scores) override;

 private:
  DocId settle(DocId target);

  std::vector<IteratorPtr> clauses_;
  std::uint32_t minimum_;
  std::vector<DocId> positions_;  // of the clauses, while settling
  bool started_ = false;
  float max_score_;
  std::uint64_t cost_;
  std::array<std::uint16_t, kWindowSize> counts_{};  // matching clauses per document of a window
};

}  // namespace aisle::engine
