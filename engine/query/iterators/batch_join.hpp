#pragma once
// Batches of a clause that leads, with what other clauses make of them: the sum of scores over documents that match the
// lead and every required clause.
//
// MaxScore (Turtle & Flood 1995) a batch at a time: blocks whose summed bounds cannot compete are passed over, and a
// candidate is dropped as soon as what it has and what is left to come cannot compete. Beyond the list's and the
// block's bound there is a document's own: its length, which often is that of several clauses' field, bounds what each
// of them can still add (TermScoreTable::most).

#include <vector>

#include "engine/query/iterators/doc_iterator.hpp"

namespace aisle::engine {

/// Views iterators that its owner keeps. The others are looked up in the order in which they were added.
class BatchJoin {
 public:
  void lead(DocIterator& iterator, bool scores);
  void add(DocIterator& iterator, bool scores, bool required);
  bool empty() const { return lead_ == nullptr; }

  void set_min_competitive_score(float score);
  /// As DocIterator has them.
  bool next_batch(ScoredBatch& batch, DocId from);
  void look_up(std::span<const DocId> docs, float* scores);
  void add_bounds(std::span<const DocId> docs, double* bounds) const;
  void sharpen_bounds();

 private:
  struct Other {
    DocIterator* iterator = nullptr;
    bool scores = true;
    bool required = true;
    double max_score = 0.0;
    double rest = 0.0;  // what it and those after it can add at most
  };
  using Sums = std::array<double, ScoredBatch::kCapacity>;

  DocId skip_weak(DocId from);
  float range_bound(const Other& other, DocId first, DocId last) const;
  void join(ScoredBatch& batch, Sums& sums);
  void drop_by_bounds(ScoredBatch& batch, Sums& sums) const;
  void apply(const Other& other, ScoredBatch& batch, Sums& sums);
  void finish(ScoredBatch& batch, const Sums& sums) const;

  DocIterator* lead_ = nullptr;
  bool lead_scores_ = true;
  double lead_max_ = 0.0;
  std::vector<Other> others_;
  bool others_score_ = false;
  float min_score_ = 0.0F;
};

}  // namespace aisle::engine
