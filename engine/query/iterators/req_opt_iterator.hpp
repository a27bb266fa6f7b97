#pragma once
// Documents of a required clause, scored higher where an optional clause matches too.

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
  void set_min_competitive_score(float score) override { min_score_ = score; }
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
  bool optional_started_ = false;
  float max_score_;
  float min_score_ = 0.0F;
};

}  // namespace aisle::engine
