#pragma once
// Several terms that mean one (synonyms at one position): their frequencies add up before BM25 sees them.

#include <array>
#include <vector>

#include "engine/index/postings/posting_cursor.hpp"
#include "engine/query/iterators/composite_iterator.hpp"
#include "engine/query/scoring/bm25.hpp"

namespace aisle::engine {

/// Lucene's SynonymQuery. REQUIRES: cursors opened with frequencies when scores are wanted.
class SynonymIterator final : public CompositeIterator {
 public:
  SynonymIterator(std::vector<PostingCursor> cursors, const TermScorer& scorer);

  DocId next() override;
  DocId advance(DocId target) override;
  float score() override;
  ScoreBound bound(DocId) override { return {.last = kEndDoc, .max_score = scorer_.weight}; }
  float max_score() const override { return scorer_.weight; }
  void match(MatchRange& range) override;
  std::uint64_t cost() const override { return cost_; }

 protected:
  void fill(Window& window, bool with_scores) override;

 private:
  struct Reader {
    PostingCursor cursor;
    std::span<const DocId> docs;
    std::uint32_t at = 0;
    DocId doc() const { return at < docs.size() ? docs[at] : kEndDoc; }
    void seek(DocId target);
  };
  DocId settle(DocId target);

  std::vector<Reader> readers_;
  TermScorer scorer_;
  std::uint64_t cost_ = 0;
  bool started_ = false;
  std::array<std::uint32_t, kWindowSize> freqs_{};
};

}  // namespace aisle::engine
