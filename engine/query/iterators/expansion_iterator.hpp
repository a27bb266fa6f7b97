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
  void match(MatchRange& range) override;
  void keep_matches(MatchRange& range) override;
  bool next_batch(ScoredBatch& batch, DocId from) override;
  void look_up(std::span<const DocId> docs, float* scores) override;
  void add_bounds(std::span<const DocId> docs, double* bounds) const override;
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
    /// Sets the bits of the documents in [first, end).
    void gather(DocId base, DocId first, DocId end);
    /// Calls visit(document, frequency) for the postings in [first, end). Calls must not go back.
    template <class Visit>
    void for_each_posting(DocId first, DocId end, Visit&& visit) {
      for (postings.seek_block(first); !postings.exhausted(); postings.next_block()) {
        const std::span<const DocId> docs = postings.docs();
        const std::uint32_t* const freqs = postings.freqs().data();
        std::size_t i = 0;
        while (i < docs.size() && docs[i] < first) ++i;
        for (; i < docs.size() && docs[i] < end; ++i) visit(docs[i], freqs[i]);
        if (i < docs.size()) return;
      }
    }

    TermIterator scores;     // of single documents, and in windows
    PostingCursor postings;  // from which the bitmap is gathered
    TermScorer scorer;
    // Of the stretch:
    std::vector<Block> blocks;  // while pruning
    float most = 0.0F;          // the greatest bound of its blocks
    StretchBits bits;           // documents, but for those that cannot compete
  };

  DocId settle(DocId target);
  std::uint32_t words_for(DocId target) const;
  void begin_stretch(DocId target, std::uint32_t words);
  void gather_union();
  void set_short_bits();
  void score_all(std::uint32_t first_offset);
  void keep(DocId doc, double sum);
  double sum_at(DocId doc);
  void add_sums(std::span<const DocId> docs, double* sums);
  bool may_compete(DocId doc) const;
  void look_up_in_lists(std::span<const DocId> docs, float* scores);
  void look_up_in_bits(std::span<const DocId> docs, float* scores);

  // Pruning: see expansion_pruning.cpp.
  void gather_competitive();
  double weigh_blocks();
  void gather_blocks(List& list, double others);
  void gather_strong(List& list, DocId first, DocId end);
  void add_meetings();
  void keep_competitive();
  const FactorBounds& factors() const;

  std::uint8_t norm_of(DocId doc) const { return norms_ == nullptr ? std::uint8_t{1} : norms_[index_of(doc)]; }
  std::uint32_t offset_of(DocId doc) const { return index_of(doc) - index_of(base_); }
  DocId end_of_stretch() const { return base_ + words_ * 64; }

  std::vector<std::unique_ptr<List>> lists_;
  ShortLists short_;
  std::uint32_t doc_count_;
  const float* inverse_;
  const std::uint8_t* norms_;
  float list_weights_ = 0.0F;  // of all lists that were not merged
  std::uint64_t cost_ = 0;
  float max_score_ = 0.0F;
  float min_score_ = 0.0F;
  bool started_ = false;
  mutable std::optional<FactorBounds> factors_;  // once they are needed

  // The stretch at hand.
  DocId base_{0};
  std::uint32_t words_ = 0;        // 0: none yet
  std::uint32_t short_begin_ = 0;  // the part of short_ that lies in it
  std::uint32_t short_end_ = 0;
  double short_most_ = 0.0;
  StretchBits short_bits_;
  StretchBits matches_;
  bool scored_ = false;            // all that is wanted of the stretch is in kept_docs_ and kept_
  std::vector<DocId> kept_docs_;
  std::vector<float> kept_;
  std::size_t kept_at_ = 0;        // not given yet; document at a time: of doc_
  std::vector<List*> active_;      // lists with something in it; the bits of others are not valid
  std::vector<const StretchBits*> sets_;
  std::array<StretchBits, 3> meetings_;
};

}  // namespace aisle::engine
