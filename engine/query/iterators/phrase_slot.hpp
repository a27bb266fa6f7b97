#pragma once
// One place of a phrase: the documents and positions of a term, or of any of several terms.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/postings/posting_cursor.hpp"
#include "engine/query/iterators/length_bounds.hpp"
#include "engine/query/scoring/bm25.hpp"

namespace aisle::engine {

/// Reads forward, document at a time. Owned by a phrase iterator.
class PhraseSlot {
 public:
  /// `offset`: the place's position relative to the phrase's first. REQUIRES: cursors opened with positions.
  /// `repeats`: how many places of the phrase, this one counted, hold the same single term.
  PhraseSlot(std::vector<PostingCursor> cursors, std::uint32_t offset, std::uint32_t repeats);

  DocId doc() const { return doc_; }
  /// The first document >= target.
  DocId advance(DocId target);
  /// Whether the place can be at `doc`, which becomes doc(). Documents asked for increase; not to be mixed with the
  /// other ways to move.
  bool has(DocId doc);
  /// The first document >= target of a length that may score `least`; blocks that cannot reach it are passed over
  /// unseen. REQUIRES: is_one_term().
  DocId advance_strong(DocId target, const TermScorer& scorer, LengthBounds& lengths, float least);
  /// The only term's. REQUIRES: is_one_term().
  PostingCursor& cursor() { return readers_[0].cursor; }
  bool is_one_term() const { return readers_.size() == 1; }
  /// Positions in doc(), increasing. Valid until the next call.
  std::span<const std::uint32_t> positions();
  std::uint32_t offset() const { return offset_; }
  std::uint32_t repeats() const { return repeats_; }
  std::uint64_t cost() const;

  /// A bound for any phrase that holds this place, scored by `scorer`.
  float max_score(const TermScorer& scorer) const;
  /// Impacts of the term's list. REQUIRES: is_one_term().
  std::span<const Impact> impacts() const { return readers_[0].cursor.list_impacts(); }
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
  static bool enter_block(Reader& reader, DocId target);
  void find_strong(const TermScorer& scorer, LengthBounds& lengths, float least);

  std::vector<Reader> readers_;
  std::uint32_t offset_;
  std::uint32_t repeats_;
  DocId doc_{0};
  bool started_ = false;
  std::vector<std::uint32_t> merged_;
  // Of advance_strong: places in the lead's block that could compete when it was entered, with one past the last.
  std::array<std::uint8_t, kBlockSize + 1> strong_;
  std::uint32_t strong_count_ = ~0U;  // not sought yet
  std::uint32_t next_strong_ = 0;
};

}  // namespace aisle::engine
