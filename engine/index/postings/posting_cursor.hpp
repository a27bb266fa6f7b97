#pragma once
// Here is a posting list: give me documents, frequencies and positions, in order, a block at a time.
//
// A list is cut into blocks of up to 128 postings; each block knows its last document and the greatest impacts in it,
// so that a scorer can pass over blocks that cannot matter without unpacking them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/ids.hpp"
#include "engine/index/window.hpp"
#include "engine/schema/posting_detail.hpp"

namespace aisle::engine {

inline constexpr std::uint32_t kBlockSize = 128;

/// A (frequency, length byte) pair. The impacts of a block are a set of pairs such that every posting of the block is
/// beaten in both by some pair of the set (frequency not smaller, length byte not greater); since BM25 grows with
/// frequency and shrinks with length, the best-scoring pair bounds the block (Lucene's CompetitiveImpactAccumulator).
/// `norm` is a byte of FieldIndex::norms, 1 where the field keeps none.
struct Impact {
  std::uint32_t freq = 1;
  std::uint8_t norm = 1;
};

/// Reads one posting list forward. A value type that holds one unpacked block and views the segment's bytes, so it
/// must not outlive the segment. Not thread-safe. A new cursor stands on its first block.
///
/// Whatever the list's format (one document, packed blocks, a dense bitmap, a roaring bitmap), it reads the same.
class PostingCursor {
 public:
  PostingCursor() = default;  ///< an empty, exhausted list

  /// The current block's documents, increasing; empty once exhausted, for good. Valid until the cursor moves.
  std::span<const DocId> docs() const;
  /// Frequencies beside docs(), each >= 1 (all 1 where the field keeps none). Unpacked at the first call in a block.
  std::span<const std::uint32_t> freqs();
  /// Positions of the i-th document of docs(), increasing. REQUIRES: opened with PostingDetail::positions. Calls within
  /// a block should have growing i. Valid until the next call.
  std::span<const std::uint32_t> positions(std::uint32_t i);

  /// Moves to the next block.
  void next_block();
  /// Moves forward to the block that holds the first document >= target, or is exhausted; stays when the current
  /// block's last document already reaches target. Does not unpack the blocks it passes.
  void seek_block(DocId target);

  /// Bounds without unpacking or moving: the last document of the block that would hold `target`, and impacts that
  /// bound every posting in it. Targets of successive calls must not decrease. Past the end: kEndDoc, no impacts.
  struct BlockBound {
    DocId last = kEndDoc;
    std::span<const Impact> impacts;
  };
  BlockBound peek_block(DocId target);
  /// Impacts that bound the whole list.
  std::span<const Impact> list_impacts() const;

  /// Sets the bits of the list's documents in [base, base + kWindowSize), and moves to the block that holds the first
  /// document past the window. For dense and roaring lists this copies words. Frequencies of the window are not to be
  /// had afterwards: use docs()/freqs() for those.
  void fill_window(DocId base, WindowBits& bits);

  std::uint32_t doc_freq() const;
};

}  // namespace aisle::engine
