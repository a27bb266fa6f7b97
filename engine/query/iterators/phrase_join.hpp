#pragma once
// Exact phrases of single terms, a block of the rarest term's documents at a time.
//
// Document at a time, each candidate costs a search in every list and calls that nothing can overlap. Here the block's
// documents are first narrowed to those that hold the next term too, and of these the positions are compared at once, so
// that waiting for one document's positions hides behind the others' (conjunctions of blocks as BatchJoin has them).
// Nearly all documents of a shop hold a word once in a field: then a start is one subtraction, and all others fall
// back to exact_phrase_freq.

#include <array>
#include <cstdint>
#include <vector>

#include "engine/index/postings/posting_cursor.hpp"
#include "engine/query/iterators/length_bounds.hpp"
#include "engine/query/iterators/phrase_matcher.hpp"

namespace aisle::engine {

/// Documents that hold the phrase, increasing, and how often.
struct PhraseBlock {
  std::uint32_t size = 0;
  DocId until{0};  ///< matches below came, now or before, or cannot compete
  std::array<DocId, kBlockSize> docs;
  std::array<std::uint32_t, kBlockSize> freqs;
};

/// Moves cursors that its owner keeps, which nobody else moves meanwhile. About 8 KiB and 2 KiB a place. One thread.
class PhraseJoin {
 public:
  struct Place {
    PostingCursor* cursor = nullptr;  ///< opened with positions
    std::uint32_t offset = 0;         ///< relative to the phrase's first place
    std::uint32_t repeats = 1;        ///< how many places of the phrase hold this term
  };
  /// What a match must be able to score.
  struct Bar {
    const TermScorer& scorer;
    LengthBounds& lengths;
    float least = 0.0F;
  };
  /// REQUIRES: two places or more, in the phrase's order.
  explicit PhraseJoin(const std::vector<Place>& places);

  /// Replaces the block by the matches >= `from` among the next documents of the rarest term; one match at least. False
  /// at the end. `bar`: leaves out what its length or the term's block says cannot reach it; null: none.
  bool next(PhraseBlock& block, DocId from, const Bar* bar);

 private:
  /// Where a term is in a document: a position, or positions_[value ..].
  struct Occurrences {
    std::uint32_t value = 0;
    std::uint32_t count = 0;
  };
  using PerCandidate = std::array<Occurrences, kBlockSize>;
  struct Slot : Place {
    std::uint32_t ordinal = 0;
    PerCandidate found;  // by the candidate's place in the lead's block
  };

  DocId next_strong(DocId from, const Bar& bar);
  void take_candidates(DocId from, const Bar* bar);
  void narrow(Slot& slot, bool first);
  void narrow_dense(Slot& slot, bool first);
  std::uint32_t keep_found(Slot& slot, bool first, std::uint32_t begin, std::uint32_t end, const std::uint8_t* places,
                           std::uint32_t kept);
  Occurrences read(PostingCursor& cursor, std::uint32_t place, bool once);
  std::uint32_t phrase_freq(std::uint32_t candidate);
  std::span<const std::uint32_t> positions(const Occurrences& found) const;

  std::vector<Slot> slots_;  // rarest first
  std::vector<PhrasePositions> in_order_;
  std::vector<std::uint32_t> positions_;
  std::uint32_t size_ = 0;  // candidates left: their documents and places in the lead's block
  std::array<DocId, kBlockSize> docs_;
  std::array<std::uint8_t, kBlockSize> candidates_;
};

}  // namespace aisle::engine
