#pragma once
// Documents that match any clause, scored by the sum: block-max MaxScore over ranges of documents.
//
// Turtle & Flood 1995 (MaxScore) and Ding & Suel 2011, doi:10.1145/2009916.2010048 (block maxima), as a bulk scorer
// over ranges (Lucene's MaxScoreBulkScorer): in each range, the clauses whose bounds together cannot reach the
// competitive score are not walked but only looked up for documents that the others bring.

#include <vector>

#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine {

class DisjunctionIterator final : public CompositeIterator {
 public:
  /// REQUIRES: at least one clause.
  explicit DisjunctionIterator(std::vector<IteratorPtr> clauses);

  DocId next() override;
  DocId advance(DocId target) override;
  float score() override { return score_; }
  ScoreBound bound(DocId target) override;
  float max_score() const override { return max_score_; }
  void set_min_competitive_score(float score) override { min_score_ = score; }
  void look_up(std::span<const DocId> docs, float* scores) override;
  void add_bounds(std::span<const DocId> docs, double* bounds) const override;
  void sharpen_bounds() override {
    for (const Clause& clause : clauses_) clause.iterator->sharpen_bounds();
  }
  std::uint64_t cost() const override { return cost_; }
  void match(MatchRange& range) override;
  void keep_matches(MatchRange& range) override;

 protected:
  void fill(Window& window, bool with_scores) override;

 private:
  struct Clause {
    IteratorPtr iterator;
    float range_max = 0.0F;  // bound within the range at hand
  };

  void start(DocId target);
  float best_in_range();
  DocId take_from(DocId target);
  bool fill_range(DocId target);
  DocId first_candidate(DocId target);
  DocId skip_weak(DocId target);
  DocId choose_range(DocId target, DocId window_end);
  std::size_t split_essential();
  void gather_essential(std::size_t first, DocId from, DocId end);
  void add_others(std::size_t first_essential);

  std::vector<Clause> clauses_;
  std::vector<double> sum_below_;  // sum_below_[i]: bounds of clauses 0 .. i-1 in the range
  Window* window_ = nullptr;       // candidates of the range
  DocId range_end_{0};             // documents below were looked at
  float range_best_ = -1.0F;       // the best score in the window; negative: not known yet
  bool started_ = false;
  float score_ = 0.0F;
  float max_score_ = 0.0F;
  float min_score_ = 0.0F;
  std::uint64_t cost_ = 0;
};

}  // namespace aisle::engine
