#pragma once
// Documents of a clause that leads, scored by its sum with optional clauses.

#include <vector>

#include "engine/query/iterators/batch_join.hpp"
#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine {

/// One pass of a disjunction (Plan::passes): what a document of the lead scores in the disjunction over the lead and
/// the optional clauses, rounded once, as DisjunctionIterator would.
class LeadSumIterator final : public CompositeIterator {
 public:
  LeadSumIterator(IteratorPtr lead, std::vector<IteratorPtr> optional);

  DocId next() override { return doc_ == kEndDoc ? doc_ : settle(lead_->next()); }
  DocId advance(DocId target) override { return doc_ == kEndDoc ? doc_ : settle(lead_->advance(target)); }
  float score() override;
  ScoreBound bound(DocId target) override;
  float max_score() const override { return max_score_; }
  void set_min_competitive_score(float score) override;
  bool next_batch(ScoredBatch& batch, DocId from) override { return join_.next_batch(batch, from); }
  void look_up(std::span<const DocId> docs, float* scores) override { join_.look_up(docs, scores); }
  void add_bounds(std::span<const DocId> docs, double* bounds) const override { join_.add_bounds(docs, bounds); }
  void sharpen_bounds() override { join_.sharpen_bounds(); }
  std::uint64_t cost() const override { return lead_->cost(); }

 protected:
  void fill(Window& window, bool with_scores) override;
  void narrow(Window& window, bool with_scores) override;

 private:
  DocId settle(DocId candidate);
  void add_optional(Window& window);

  IteratorPtr lead_;
  std::vector<IteratorPtr> optional_;
  BatchJoin join_;
  bool optional_started_ = false;
  float max_score_ = 0.0F;
  float min_score_ = 0.0F;
};

}  // namespace aisle::engine
