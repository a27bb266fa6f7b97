#pragma once
// The postings of many short lists, merged: documents in order, each with the sum of its scores.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/postings/posting_cursor.hpp"
#include "engine/query/scoring/bm25.hpp"

namespace aisle::engine {

/// Filled once, then read. Documents lie in buckets of a power of two of document numbers, about one a bucket, which
/// both sorts them and finds one at once.
class ShortLists {
 public:
  /// `scored` false: scores are taken as 0. The cursor must have been opened with frequencies otherwise.
  void add(PostingCursor& cursor, const TermScorer& scorer, bool scored);
  /// Call once, after the last add. `doc_count`: of the segment.
  void finish(std::uint32_t doc_count);

  bool empty() const { return docs_.empty(); }
  std::span<const DocId> docs() const { return docs_; }
  /// Beside docs(), not rounded.
  std::span<const double> scores() const { return scores_; }
  /// The place of the first document >= target; docs().size() past the end.
  std::uint32_t lower_bound(DocId target) const;
  float max_score() const { return max_score_; }

 private:
  struct Posting {
    DocId doc;
    float score;
  };
  std::vector<Posting> postings_;  // as they came; empty once finished
  std::vector<DocId> docs_;
  std::vector<double> scores_;
  std::vector<std::uint32_t> bucket_ends_;  // places in docs_
  std::uint32_t bucket_shift_ = 0;
  float max_score_ = 0.0F;
};

}  // namespace aisle::engine
