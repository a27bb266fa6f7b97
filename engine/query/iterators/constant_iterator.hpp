#pragma once

#include <algorithm>

#include "engine/query/iterators/composite_iterator.hpp"
#include "engine/query/iterators/window_ops.hpp"

namespace aisle::engine {

/// A clause's matches, all with one score.
class ConstantIterator final : public DocIterator {
 public:
  ConstantIterator(IteratorPtr matches, float score) : matches_(std::move(matches)), score_(score) {}

  DocId next() override { return done() ? doc_ : doc_ = matches_->next(); }
  DocId advance(DocId target) override { return done() ? doc_ : doc_ = matches_->advance(target); }
  float score() override { return score_; }
  ScoreBound bound(DocId) override { return {.last = kEndDoc, .max_score = score_}; }
  float max_score() const override { return score_; }
  void set_min_competitive_score(float score) override { min_score_ = score; }
  void collect(Window& window, bool with_scores) override {
    if (!with_scores) return matches_->collect(window, false);
    own_.base = window.base;
    own_.bits.clear();
    matches_->collect(own_, false);
    window.bits |= own_.bits;
    add_constant(own_.bits, static_cast<double>(score_), window);
  }
  void refine(Window& window, bool with_scores) override {
    matches_->refine(window, false);
    if (with_scores) add_constant(window.bits, static_cast<double>(score_), window);
  }
  bool next_batch(ScoredBatch& batch, DocId from) override {
    if (min_score_ > score_ || !matches_->next_batch(batch, from)) return false;
    std::fill_n(batch.scores.begin(), batch.size, score_);
    return true;
  }
  void look_up(std::span<const DocId> docs, float* scores) override {
    matches_->look_up(docs, scores);
    for (std::size_t i = 0; i < docs.size(); ++i) scores[i] = scores[i] < 0.0F ? kNoMatch : score_;
  }
  void match(MatchRange& range) override { matches_->match(range); }
  void keep_matches(MatchRange& range) override { matches_->keep_matches(range); }
  std::uint64_t cost() const override { return matches_->cost(); }

 private:
  bool done() {
    if (min_score_ > score_) doc_ = kEndDoc;
    return doc_ == kEndDoc;
  }

  IteratorPtr matches_;
  float score_;
  float min_score_ = 0.0F;
  Window own_;
};

}  // namespace aisle::engine
