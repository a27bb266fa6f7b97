#pragma once
// Documents of a required clause, scored higher where an optional clause matches too.

#include "engine/query/iterators/batch_join.hpp"
#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine {

class ReqOptIterator final : public CompositeIterator {
 public:
  ReqOptIterator(IteratorPtr required, IteratorPtr optional);

  DocId next() override;
  DocId advance(DocId target) override;
  float score() override;
  ScoreBound bound(DocId target) override;
  float max_score() const override { return max_score_; }
  void set_min_competitive_score(float score) override {
    min_score_ = score;
    join_.set_min_competitive_score(score);
  }
  bool next_batch(ScoredBatch& batch, DocId from) override { return join_.next_batch(batch, from); }
  void look_up(std::span<const DocId> docs, float* scores) override { join_.look_up(docs, scores); }
  void add_bounds(std::span<const DocId> docs, double* bounds) const override { join_.add_bounds(docs, bounds); }
  void sharpen_bounds() override { join_.sharpen_bounds(); }
  void match(MatchRange& range) override { required_->match(range); }
  void keep_matches(MatchRange& range) override { required_->keep_matches(range); }
  std::uint64_t cost() const override { return required_->cost(); }

 protected:
  void fill(Window& window, bool with_scores) override;
  void narrow(Window& window, bool with_scores) override;

 private:
  DocId settle(DocId candidate);
  void add_optional(Window& window);

  IteratorPtr required_;
  IteratorPtr optional_;
  BatchJoin join_;
  bool optional_started_ = false;
  float max_score_;
  float min_score_ = 0.0F;
};

}  // namespace aisle::engine
