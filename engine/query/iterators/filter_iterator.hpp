#pragma once
// What all clauses share that match or do not match, and score alike wherever they match.

#include <cstdint>

#include "engine/query/iterators/doc_iterator.hpp"

namespace aisle::engine {

/// A subclass says which documents of a window match, and whether one does; this makes an iterator of it. With a
/// competitive score above its own it ends.
class FilterIterator : public DocIterator {
 public:
  DocId next() final;
  DocId advance(DocId target) final;
  float score() final { return score_; }
  ScoreBound bound(DocId) final { return {.last = kEndDoc, .max_score = score_}; }
  float max_score() const final { return score_; }
  void set_min_competitive_score(float score) final { min_score_ = score; }
  void collect(Window& window, bool with_scores) final;
  void refine(Window& window, bool with_scores) final;
  void look_up(std::span<const DocId> docs, float* scores) final;
  void match(MatchRange& range) final;
  void keep_matches(MatchRange& range) final;
  std::uint64_t cost() const final { return cost_; }

 protected:
  /// `cost`: an upper estimate of matches.
  FilterIterator(std::uint32_t doc_count, std::uint64_t cost, float score)
      : doc_count_(doc_count), cost_(cost), score_(score) {}

  /// Sets the bits of the matches among base .. base + kWindowSize - 1. `bits` is clear. Bases are multiples of
  /// kWindowSize in any order.
  virtual void match_window(DocId base, WindowBits& bits) = 0;
  /// REQUIRES: doc < doc_count().
  virtual bool matches(DocId doc) = 0;
  std::uint32_t doc_count() const { return doc_count_; }

 private:
  DocId scan_from(DocId target);
  bool probe_from(DocId& target);
  WindowBits matches_among(DocId base, const WindowBits& candidates);

  std::uint32_t doc_count_;
  std::uint64_t cost_;
  float score_;
  float min_score_ = 0.0F;
  bool started_ = false;
  DocId window_base_ = kEndDoc;  // of window_bits_; kEndDoc: none yet
  WindowBits window_bits_;
};

}  // namespace aisle::engine
