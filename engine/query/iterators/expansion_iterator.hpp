#pragma once
// Documents with any of the terms that one word was expanded to, scored by the sum: what DisjunctionIterator does for a
// few clauses of any kind, for up to some hundred terms of one field.
//
// Such terms seldom meet in one document, and most are rare. So the rare ones are merged beforehand; the others are
// gathered as bits over stretches of documents, one bitmap a list. While everything must be seen, matches are the union
// of the bitmaps. Once there is a score to beat, the blocks of a list that could beat it alone are scored, and of all
// other documents only those that are in so many lists that their bounds together could: that is counted from the
// bitmaps, sixty documents an instruction and more. This takes the place of MaxScore's essential lists: with fifty
// lists of like bounds nearly all would be essential.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/index/segment/field_index.hpp"
#include "engine/query/iterators/composite_iterator.hpp"
#include "engine/query/iterators/factor_bounds.hpp"
#include "engine/query/iterators/short_lists.hpp"
#include "engine/query/iterators/stretch_bits.hpp"
#include "engine/query/iterators/term_iterator.hpp"

namespace aisle::engine {

class ExpansionIterator final : public CompositeIterator {
 public:
  struct Term {
    TermId id{0};
    TermScorer scorer;
  };
  /// REQUIRES: at least one term; all scorers read the same tables. `scored` false: nobody will ask for scores. Views
  /// the index.
  ExpansionIterator(const FieldIndex& index, std::span<const Term> terms, std::uint32_t doc_count, bool scored);

  DocId next() override;
  DocId advance(DocId target) override;
  float score() override;
  ScoreBound bound(DocId) override { return {.last = kEndDoc, .max_score = max_score_}; }
  float max_score() const override { return max_score_; }
  void set_min_competitive_score(float score) override { min_score_ = score; }
  std::uint64_t cost() const override { return cost_; }

 protected:
  void fill(Window& window, bool with_scores) override;

 private:
  struct Block {
    DocId last;
    float max_score;
  };
  /// A term with too many postings to be merged.
  struct List {
    List(const FieldIndex& index, const Term& term, PostingDetail detail);
    /// Adds to bits the documents in [first, end).
    void gather(DocId base, DocId first, DocId end);
    double score_of(DocId doc);

    TermIterator scores;     // of documents one by one, and in windows
    PostingCursor postings;  // from which the bitmap is gathered
    TermScorer scorer;
    bool scores_started = false;
    // Of the stretch:
    std::vector<Block> blocks;  // while pruning
    float most = 0.0F;          // the greatest bound of its blocks
    StretchBits bits;           // documents, but for those that cannot compete
  };

  /// Documents in so many lists or more are candidates at least, whatever their bounds.
  static constexpr std::uint32_t kMostMeetings = 4;

  DocId settle(DocId target);
  void open_stretch(DocId target);
  void gather_union();

  // Pruning: see expansion_pruning.cpp.
  void gather_competitive();
  double weigh_blocks();
  void gather_blocks(List& list, double others);
  void gather_strong(List& list, DocId first, DocId end);
  std::uint32_t lists_to_compete() const;
  void add_meetings(std::uint32_t least);
  void keep_competitive();
  bool may_compete(std::uint32_t offset) const;

  void set_short_bits();
  double sum_at(std::uint32_t offset);
  std::uint32_t stretch_size() const { return words_ * 64; }
  DocId end_of_stretch() const { return base_ + stretch_size(); }

  std::vector<std::unique_ptr<List>> lists_;
  ShortLists short_;
  std::uint32_t doc_count_;
  const float* inverse_;
  const std::uint8_t* norms_;
  std::uint64_t cost_ = 0;
  float max_score_ = 0.0F;
  float min_score_ = 0.0F;
  bool started_ = false;

  // The stretch at hand.
  DocId base_{0};
  std::uint32_t words_ = 0;        // 0: none yet
  std::uint32_t short_begin_ = 0;  // the part of short_ that lies in it
  std::uint32_t short_end_ = 0;
  double short_most_ = 0.0;
  StretchBits short_bits_;
  StretchBits matches_;
  bool pruned_ = false;            // matches_ may compete, these are kept_docs_, with their scores in kept_
  std::vector<DocId> kept_docs_;
  std::vector<float> kept_;
  std::uint32_t kept_at_ = 0;      // of doc_
  std::vector<const StretchBits*> sets_;
  std::optional<FactorBounds> factors_;  // made when first pruning
};

}  // namespace aisle::engine
