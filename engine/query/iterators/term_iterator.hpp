#pragma once
// One term's postings, scored by BM25: where nearly all time of a search goes.

#include <memory>
#include <span>

#include "engine/index/postings/posting_cursor.hpp"
#include "engine/index/segment/repeated_docs.hpp"
#include "engine/query/iterators/doc_iterator.hpp"
#include "engine/query/scoring/bm25.hpp"

namespace aisle::engine {

/// Passes over blocks whose impacts cannot compete. The cursor must have been opened with frequencies when scores are
/// wanted. The scorer's tables must outlive the iterator.
class TermIterator final : public DocIterator {
 public:
  TermIterator(PostingCursor cursor, const TermScorer& scorer);

  /// Tells where sharpen_bounds() finds the documents in which the term occurs more than once.
  void know_repeats(const TermRepeats& repeats) { repeats_source_ = repeats; }

  DocId next() override;
  DocId advance(DocId target) override;
  float score() override;
  void drain(Window& window, DocId end) override;
  ScoreBound bound(DocId target) override;
  float max_score() const override { return max_score_; }
  void set_min_competitive_score(float score) override { min_score_ = score; }
  void collect(Window& window, bool with_scores) override;
  void refine(Window& window, bool with_scores) override;
  bool next_batch(ScoredBatch& batch, DocId from) override;
  void look_up(std::span<const DocId> docs, float* scores) override;
  void add_bounds(std::span<const DocId> docs, double* bounds) const override;
  void sharpen_bounds() override;
  void match(MatchRange& range) override { cursor_.fill_words(range.base, {range.words(), kRangeWords}); }
  void keep_matches(MatchRange& range) override;
  std::uint64_t cost() const override { return doc_freq_; }

 private:
  DocId load_from(DocId target);
  DocId skip_weak_blocks(DocId target);
  bool open_window(DocId base);
  void add_scores(Window& window, std::uint32_t first, std::uint32_t last);
  void refine_by_list(Window& window, bool with_scores);
  void refine_by_bit(Window& window, bool with_scores);
  void keep_by_bit(MatchRange& range);

  // Batches: term_batches.cpp.
  const TermScoreTable* score_table() const;
  void add_repeats(const TermScoreTable& table, std::span<const DocId> docs, double* bounds) const;
  bool block_is_weak();
  void copy_block(ScoredBatch& batch, DocId from);
  void look_up_in_block(std::span<const DocId> docs, float* scores);
  void look_up_in_bitmap(std::span<const DocId> docs, float* scores);
  void score_positions(std::span<const DocId> docs, const std::uint8_t* positions, float* scores);

  PostingCursor cursor_;
  TermScorer scorer_;
  std::span<const DocId> docs_;  // the block under the cursor, empty before the first call
  std::uint32_t position_ = 0;   // of doc_ in docs_; in windows, of the first posting not yet collected
  std::uint32_t doc_freq_;
  float max_score_;
  float min_score_ = 0.0F;
  DocId bound_first_{1};  // bound_ holds for bound_first_ .. bound_.last; empty at first
  ScoreBound bound_{.last = DocId{0}, .max_score = 0.0F};

  std::optional<TermRepeats> repeats_source_;
  std::optional<std::span<const DocId>> repeats_;  // documents outside it have the term once; none: not known
  mutable std::unique_ptr<const TermScoreTable> table_;  // of lists long enough to be worth it
  DocId weighed_last_ = kEndDoc;                         // the block that block_is_weak() last looked at ends here
  float weighed_bound_ = 0.0F;
};

}  // namespace aisle::engine
