#pragma once
// Documents that hold a phrase: first those that hold all its terms, then a look at positions.

#include <optional>
#include <vector>

#include "engine/query/iterators/doc_iterator.hpp"
#include "engine/query/iterators/phrase_join.hpp"
#include "engine/query/iterators/phrase_matcher.hpp"
#include "engine/query/iterators/phrase_slot.hpp"

namespace aisle::engine {

class PhraseIterator final : public DocIterator {
 public:
  /// `sloppy`: none for an exact phrase. REQUIRES: two or more slots, in the phrase's order.
  PhraseIterator(std::vector<PhraseSlot> slots, std::optional<SloppyPhraseMatcher> sloppy, const TermScorer& scorer);

  DocId next() override;
  DocId advance(DocId target) override;
  float score() override { return scorer_.score(freq_, scorer_.norm(doc_)); }
  ScoreBound bound(DocId target) override;
  float max_score() const override { return max_score_; }
  void set_min_competitive_score(float score) override { min_score_ = score; }
  bool next_batch(ScoredBatch& batch, DocId from) override;
  void collect(Window& window, bool with_scores) override;
  void refine(Window& window, bool with_scores) override;
  std::uint64_t cost() const override { return cost_; }

 private:
  DocId settle(DocId target);
  DocId advance_lead(DocId target);
  LengthBounds& length_bounds();
  bool can_join() const;
  bool join_next(DocId from);
  void collect_joined(Window& window, bool with_scores);
  bool all_terms();
  bool occurs();

  std::vector<PhraseSlot> slots_;
  std::vector<std::uint32_t> by_cost_;  // slot numbers, rarest first
  std::optional<SloppyPhraseMatcher> sloppy_;
  TermScorer scorer_;
  std::vector<PhrasePositions> places_;
  float freq_ = 0.0F;
  float max_score_;
  float min_score_ = 0.0F;
  std::optional<LengthBounds> lengths_;  // once there is a competitive score
  std::uint64_t cost_;
  std::optional<PhraseJoin> join_;  // once there were batches or windows of an exact phrase of single terms
  PhraseBlock joined_;
  std::uint32_t next_joined_ = 0;
  DocId peeked_{0};  // the last target of bound()
  bool started_ = false;
};

}  // namespace aisle::engine
