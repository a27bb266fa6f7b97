#pragma once
// Documents that match any clause, scored by the best clause plus a share of the others.

#include <vector>

#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine {

/// max + tie * (sum - max), as Lucene's DisjunctionMaxScorer rounds it. Without a tie breaker, clauses may skip what
/// cannot compete by itself.
class DisMaxIterator final : public CompositeIterator {
 public:
  /// REQUIRES: at least one clause.
  DisMaxIterator(std::vector<IteratorPtr> clauses, float tie_breaker);

  DocId next() override;
  DocId advance(DocId target) override;
  float score() override;
  ScoreBound bound(DocId target) override;
  float max_score() const override { return max_score_; }
  void set_min_competitive_score(float score) override;
  void look_up(std::span<const DocId> docs, float* scores) override;
  void add_bounds(std::span<const DocId> docs, double* bounds) const override;
  void sharpen_bounds() override {
    for (const IteratorPtr& clause : clauses_) clause->sharpen_bounds();
  }
  std::uint64_t cost() const override { return cost_; }
  void match(MatchRange& range) override;

 protected:
  void fill(Window& window, bool with_scores) override;
  void narrow(Window& window, bool with_scores) override;

 private:
  DocId settle();
  void merge(const Window& part, Window& window);
  void finish(Window& window);
  void fill_best(Window& window);

  std::vector<IteratorPtr> clauses_;
  float tie_breaker_;
  float max_score_ = 0.0F;
  std::uint64_t cost_ = 0;
  bool started_ = false;
};

}  // namespace aisle::engine
