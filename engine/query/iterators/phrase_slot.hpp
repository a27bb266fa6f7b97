#pragma once
// One place of a phrase: the documents and positions of a term, or of any of several terms.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/postings/posting_cursor.hpp"
#include "engine/query/scoring/bm25.hpp"

namespace aisle::engine {

/// Reads forward, document at a time. Owned by a phrase iterator.
class PhraseSlot {
 public:
  /// `offset`: the place's position relative to the phrase's first. REQUIRES: cursors opened with positions.
  PhraseSlot(std::vector<PostingCursor> cursors, std::uint32_t offset);

  DocId doc() const { return doc_; }
  /// The first document >= target.
  DocId advance(DocId target);
  /// Positions in doc(), increasing. Valid until the next call.
  std::span<const std::uint32_t> positions();
  std::uint32_t offset() const { return offset_; }
  std::uint64_t cost() const;

  /// A bound for any phrase that holds this place, scored by `scorer`.
  float max_score(const TermScorer& scorer) const;
  struct Bound {
    DocId last = kEndDoc;
    float max_score = 0.0F;
  };
  Bound bound(DocId target, const TermScorer& scorer);

 private:
  struct Reader {
    PostingCursor cursor;
    std::span<const DocId> docs;
    std::uint32_t at = 0;
    DocId doc{0};
    bool started = false;
  };
  static void advance(Reader& reader, DocId target);

  std::vector<Reader> readers_;
  std::uint32_t offset_;
  DocId doc_{0};
  bool started_ = false;
  std::vector<std::uint32_t> merged_;
};

}  // namespace aisle::engine
