#pragma once
// Here is a posting list: give me documents, frequencies and positions, in order, a block at a time.
//
// A list is cut into blocks of up to 128 postings; each block knows its last document and the greatest impacts in it,
// so that a scorer can pass over blocks that cannot matter without unpacking them.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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
  std::array<std::uint8_t, 3> padding{};  ///< stored; always 0

  friend bool operator==(const Impact&, const Impact&) = default;
};

struct BlockInfo;
struct PostingsView;
struct TermEntry;

/// Reads one posting list forward. A value type that holds one unpacked block and views the segment's bytes, so it
/// must not outlive the segment. Not thread-safe. A new cursor stands on its first block.
///
/// Whatever the list's format (one document, packed blocks, bitmap blocks, a dense bitmap), it reads the same.
/// Blocks are unpacked when first asked for; moving is cheap. Copying costs about a kilobyte.
class PostingCursor {
 public:
  PostingCursor() = default;  ///< an empty, exhausted list
  /// Opens the list of a dictionary entry. Queries use FieldIndex::postings.
  PostingCursor(const PostingsView& field, const TermEntry& entry, PostingDetail detail);

  /// The current block's documents, increasing; empty once exhausted, for good. Valid until the cursor moves.
  std::span<const DocId> docs() const {
    if (!docs_ready_) unpack_docs();
    return {docs_.data(), count_};
  }
  /// Frequencies beside docs(), each >= 1 (all 1 where the field keeps none). Unpacked at the first call in a block.
  std::span<const std::uint32_t> freqs() {
    if (!freqs_ready_) unpack_freqs();
    return {all_ones_ ? kOnes.data() : freq_buffer_.data(), count_};
  }
  /// True when freqs() are all 1, without unpacking them.
  bool freqs_are_one() {
    if (!freqs_ready_) unpack_freqs_if_one();
    return freqs_ready_ && all_ones_;
  }
  /// True when the list has a bitmap over the whole segment.
  bool is_dense() const { return bitmap_ != nullptr; }
  /// Whether the document is in the list. REQUIRES: is_dense().
  bool bitmap_has(DocId doc) const {
    return (static_cast<std::uint8_t>(bitmap_[index_of(doc) >> 3]) >> (index_of(doc) & 7)) & 1;
  }
  /// Positions of the i-th document of docs(), not decreasing (alternatives at one place share it). REQUIRES: opened
  /// with PostingDetail::positions. Calls within a block should have growing i. Valid until the next call.
  std::span<const std::uint32_t> positions(std::uint32_t i);
  /// The position of the i-th document of docs(). REQUIRES: freqs_are_one(), and as positions().
  std::uint32_t only_position(std::uint32_t i);
  /// Appends the positions of all documents of docs(), one after the other. REQUIRES: as positions().
  void append_positions(std::vector<std::uint32_t>& out);

  /// True once there are no more blocks.
  bool exhausted() const { return count_ == 0; }
  /// The last document of the current block, without unpacking it; kEndDoc once exhausted.
  DocId block_last() const { return count_ == 0 ? kEndDoc : DocId{last_docs()[block_]}; }

  /// Moves to the next block.
  void next_block() {
    if (block_ < block_count_) enter_block(block_ + 1);
  }
  /// Moves forward to the block that holds the first document >= target, or is exhausted; stays when the current
  /// block's last document already reaches target. Does not unpack the blocks it passes.
  void seek_block(DocId target);

  /// Bounds without unpacking or moving: the last document of the block that would hold `target`, and impacts that
  /// bound every posting in it. Targets of successive calls must not decrease. Past the end: kEndDoc, no impacts.
  /// Impacts are valid as long as the cursor stays where it is in memory.
  struct BlockBound {
    DocId last = kEndDoc;
    std::span<const Impact> impacts;
  };
  BlockBound peek_block(DocId target);
  /// Impacts that bound the current block. REQUIRES: !exhausted(). Valid as list_impacts().
  std::span<const Impact> block_impacts() const;
  /// Impacts that bound the whole list. Valid as long as the cursor stays where it is in memory.
  std::span<const Impact> list_impacts() const;

  /// Sets the bits of the list's documents in [base, base + kWindowSize), and moves to the block that holds the first
  /// document past the window. For dense lists and bitmap blocks this copies words. Frequencies of the window are not to be
  /// had afterwards: use docs()/freqs() for those.
  void fill_window(DocId base, WindowBits& bits) { fill_words(base, bits.words); }
  /// The same for any run of words: the first bit stands for document `base`, a multiple of 64.
  void fill_words(DocId base, std::span<std::uint64_t> words);
  /// Keeps of those bits only the list's documents. For dense lists; false, and nothing done, for others.
  bool mask_words(DocId base, std::span<std::uint64_t> words) const;
  /// The document's place in docs(), to whose block this moves; kBlockSize, and moved or not, when the list lacks it.
  /// Bitmaps answer without being unpacked. Documents asked for must not decrease.
  std::uint32_t find(DocId doc);
  bool contains(DocId doc) { return find(doc) != kBlockSize; }
  /// About how many postings lie in the current block and those after it, before the block that reaches `end`.
  std::uint64_t postings_until(DocId end) const { return std::uint64_t{find_block(block_, end) - block_ + 1} * kBlockSize; }

  std::uint32_t doc_freq() const { return doc_freq_; }

 private:
  static constexpr std::array<std::uint32_t, kBlockSize> kOnes = [] {
    std::array<std::uint32_t, kBlockSize> ones{};
    ones.fill(1);
    return ones;
  }();

  void open_list(const PostingsView& field, const TermEntry& entry);
  void open_single(const PostingsView& field, const TermEntry& entry);
  void enter_block(std::uint32_t block);
  void unpack_docs() const;
  void unpack_freqs();
  void unpack_freqs_if_one();
  std::uint32_t find_block(std::uint32_t from, DocId target) const;
  bool is_single() const { return infos_ == nullptr; }
  const std::uint32_t* last_docs() const { return is_single() ? &single_doc_ : last_docs_; }
  /// The first document that the block may hold.
  std::uint32_t block_start() const { return block_ == 0 ? 0 : last_docs_[block_ - 1] + 1; }
  const std::byte* block_data() const;
  std::size_t doc_bytes() const;
  const std::byte* position_data();
  std::uint64_t gaps_before(std::uint32_t i);
  std::uint32_t find_in_bitmap(std::uint32_t doc) const;
  std::uint32_t find_in_words(const std::byte* words, std::uint32_t doc) const;
  void copy_bitmap(std::uint32_t first_word, std::span<std::uint64_t> words) const;
  void copy_block_words(std::uint32_t first_word, std::span<std::uint64_t> words) const;
  void set_block_bits(DocId base, std::span<std::uint64_t> words) const;

  // The list; constant once opened. `infos_` is null for a list of one document.
  const std::uint32_t* last_docs_ = nullptr;
  const BlockInfo* infos_ = nullptr;
  const Impact* impacts_ = nullptr;
  const std::byte* bitmap_ = nullptr;  ///< dense lists only
  const std::byte* data_ = nullptr;
  std::uint32_t doc_freq_ = 0;
  std::uint32_t block_count_ = 0;
  std::uint32_t bitmap_words_ = 0;
  std::uint32_t list_impact_count_ = 0;
  PostingDetail kept_ = PostingDetail::docs;
  PostingDetail detail_ = PostingDetail::docs;
  std::uint32_t single_doc_ = 0;
  std::uint32_t single_freq_ = 0;
  std::uint64_t single_value_ = 0;
  Impact single_impact_;

  // Where it stands.
  std::uint32_t block_ = 0;
  std::uint32_t count_ = 0;  ///< postings in the current block
  std::uint32_t peeked_ = 0;
  mutable bool docs_ready_ = true;
  bool freqs_ready_ = true;
  bool all_ones_ = true;
  const std::byte* position_data_ = nullptr;  ///< of the current block, once asked for
  std::uint32_t summed_docs_ = 0;         ///< freq_sum_ covers the block's documents before this one
  std::uint64_t freq_sum_ = 0;
  std::vector<std::uint32_t> positions_;  ///< as many as the most asked for so far
  mutable std::array<DocId, kBlockSize> docs_;
  std::array<std::uint32_t, kBlockSize> freq_buffer_;
};

}  // namespace aisle::engine
