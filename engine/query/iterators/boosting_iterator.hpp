#pragma once

#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine {

/// A clause's matches, scored lower where a negative clause matches too.
class BoostingIterator final : public CompositeIterator {
 public:
  BoostingIterator(IteratorPtr positive, IteratorPtr negative, float negative_boost)
      : positive_(std::move(positive)), negative_(std::move(negative)), negative_boost_(negative_boost) {}

  DocId next() override { return doc_ = positive_->next(); }
  DocId advance(DocId target) override { return doc_ = positive_->advance(target); }
  float score() override {
    if (!negative_started_ || negative_->doc() < doc_) negative_->advance(doc_);
    negative_started_ = true;
    return negative_->doc() == doc_ ? demoted(positive_->score()) : positive_->score();
  }
  ScoreBound bound(DocId target) override {
    ScoreBound result = positive_->bound(target);
    result.max_score = raised(result.max_score);
    return result;
  }
  float max_score() const override { return raised(positive_->max_score()); }
  void match(MatchRange& range) override { positive_->match(range); }
  void keep_matches(MatchRange& range) override { positive_->keep_matches(range); }
  std::uint64_t cost() const override { return positive_->cost(); }

 protected:
  void fill(Window& window, bool with_scores) override {
    positive_->collect(window, with_scores);
    if (with_scores) demote(window);
  }
  void narrow(Window& window, bool with_scores) override {
    positive_->refine(window, with_scores);
    if (with_scores) demote(window);
  }

 private:
  float demoted(float score) const {
    return static_cast<float>(static_cast<double>(score) * static_cast<double>(negative_boost_));
  }
  float raised(float bound) const { return negative_boost_ > 1.0F ? demoted(bound) : bound; }
  void demote(Window& window) {
    Window& hit = scratch(kFirstFreeSlot, window.base);
    hit.bits = window.bits;
    negative_->refine(hit, false);
    hit.bits.for_each([&](std::uint32_t offset) {
      window.scores[offset] = static_cast<double>(demoted(static_cast<float>(window.scores[offset])));
    });
  }

  IteratorPtr positive_;
  IteratorPtr negative_;
  float negative_boost_;
  bool negative_started_ = false;
};

}  // namespace aisle::engine
