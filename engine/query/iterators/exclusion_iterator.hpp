#pragma once
// Documents of one clause that another does not match.

#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine {

class ExclusionIterator final : public DocIterator {
 public:
  ExclusionIterator(IteratorPtr wanted, IteratorPtr unwanted)
      : wanted_(std::move(wanted)), unwanted_(std::move(unwanted)) {}

  DocId next() override { return doc_ == kEndDoc ? doc_ : settle(wanted_->next()); }
  DocId advance(DocId target) override { return doc_ == kEndDoc ? doc_ : settle(wanted_->advance(target)); }
  float score() override { return wanted_->score(); }
  ScoreBound bound(DocId target) override { return wanted_->bound(target); }
  float max_score() const override { return wanted_->max_score(); }
  void set_min_competitive_score(float score) override { wanted_->set_min_competitive_score(score); }
  void collect(Window& window, bool with_scores) override;
  void refine(Window& window, bool with_scores) override;
  bool next_batch(ScoredBatch& batch, DocId from) override;
  void look_up(std::span<const DocId> docs, float* scores) override;
  void add_bounds(std::span<const DocId> docs, double* bounds) const override { wanted_->add_bounds(docs, bounds); }
  void sharpen_bounds() override { wanted_->sharpen_bounds(); }
  void match(MatchRange& range) override;
  void keep_matches(MatchRange& range) override;
  std::uint64_t cost() const override { return wanted_->cost(); }

 private:
  DocId settle(DocId candidate);
  void take_out(Window& window);
  void take_out(MatchRange& range);

  IteratorPtr wanted_;
  IteratorPtr unwanted_;
  bool unwanted_started_ = false;
  std::unique_ptr<Window> own_;
  Window unwanted_window_;
  std::unique_ptr<MatchRange> own_range_;
  std::unique_ptr<MatchRange> unwanted_range_;
};

}  // namespace aisle::engine
