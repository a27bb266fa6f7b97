#pragma once
// Documents that match every clause.

#include <vector>

#include "engine/query/iterators/batch_join.hpp"
#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine {

/// Some clauses score, others only filter; the score is the sum of the former. The cheapest clause leads and the
/// others follow it (leapfrog); blocks whose summed bounds cannot compete are passed over.
class ConjunctionIterator final : public CompositeIterator {
 public:
  struct Clause {
    IteratorPtr iterator;
    bool scores = true;
  };
  /// REQUIRES: at least one clause.
  explicit ConjunctionIterator(std::vector<Clause> clauses);

  DocId next() override;
  DocId advance(DocId target) override;
  float score() override;
  ScoreBound bound(DocId target) override;
  float max_score() const override { return max_score_; }
  void set_min_competitive_score(float score) override;
  bool next_batch(ScoredBatch& batch, DocId from) override { return join_.next_batch(batch, from); }
  void look_up(std::span<const DocId> docs, float* scores) override { join_.look_up(docs, scores); }
  void add_bounds(std::span<const DocId> docs, double* bounds) const override { join_.add_bounds(docs, bounds); }
  void sharpen_bounds() override { join_.sharpen_bounds(); }
  std::uint64_t cost() const override { return clauses_.front().iterator->cost(); }
  void match(MatchRange& range) override;
  void keep_matches(MatchRange& range) override;

 protected:
  void fill(Window& window, bool with_scores) override;
  void narrow(Window& window, bool with_scores) override;

 private:
  DocId agree_from(DocId target);
  DocId skip_weak(DocId target);
  void leapfrog(MatchRange& range);

  std::vector<Clause> clauses_;  // by cost
  float max_score_ = 0.0F;
  float min_score_ = 0.0F;
  BatchJoin join_;
  bool leapfrogs_ = false;  // in ranges: the first clause is so rare that the others are looked up
  DocId strong_until_{0};  // no need to look at bounds for documents below
};

}  // namespace aisle::engine
