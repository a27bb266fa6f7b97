#pragma once
// Postings of one term after the other, encoded into a field's `postings` section.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/postings/impact_set.hpp"
#include "engine/index/postings/posting_format.hpp"
#include "engine/index/segment/segment_image.hpp"

namespace aisle::engine {

/// The postings of one term, wherever they were gathered.
struct PostingRange {
  std::span<const std::uint32_t> docs;       ///< strictly increasing, at least one
  std::span<const std::uint32_t> freqs;      ///< beside docs, each >= 1; empty: each 1
  std::span<const std::uint32_t> positions;  ///< of all documents one after the other, where the field keeps them
};

/// The postings of one term, gathered before they are encoded. Reused from term to term.
struct PostingList {
  std::vector<std::uint32_t> docs;
  std::vector<std::uint32_t> freqs;
  std::vector<std::uint32_t> positions;

  PostingRange range() const { return {docs, freqs, positions}; }
  void clear() {
    docs.clear();
    freqs.clear();
    positions.clear();
  }
};

/// Writes to an ImageWriter whose current section is the field's `postings`. Used by one thread.
class PostingListWriter {
 public:
  /// `norms`: one byte per document, or empty. Both must outlive the writer.
  PostingListWriter(ImageWriter& image, PostingDetail kept, std::span<const std::uint8_t> norms,
                    std::uint32_t doc_count)
      : image_(image), kept_(kept), norms_(norms), doc_count_(doc_count) {}

  /// REQUIRES: at least one posting; documents < doc_count.
  TermEntry write(const PostingRange& list);

 private:
  struct Block {
    std::span<const std::uint32_t> docs;
    std::span<const std::uint32_t> freqs;      ///< empty: each 1
    std::span<const std::uint32_t> positions;
    std::uint32_t first_doc = 0;  ///< that it may hold
  };
  using Values = std::array<std::uint32_t, kBlockSize>;

  TermEntry write_single(const PostingRange& list);
  void encode_block(const Block& block);
  void encode_docs(const Block& block, BlockInfo& info);
  void encode_bitmap(const Block& block);
  void encode_freqs(const Block& block, BlockInfo& info);
  void encode_positions(const Block& block, BlockInfo& info);
  void encode_values(std::span<const std::uint32_t> values, std::uint32_t bits);
  void gather_impacts(const Block& block, BlockInfo& info);
  std::uint64_t write_parts(const PostingRange& list, std::uint64_t term_freq);
  std::uint8_t norm_of(std::uint32_t doc) const { return norms_.empty() ? std::uint8_t{1} : norms_[doc]; }
  /// Room for `size` bytes at the end of data_, and slack behind.
  std::byte* extend_data(std::size_t size);

  ImageWriter& image_;
  PostingDetail kept_;
  std::span<const std::uint8_t> norms_;
  std::uint32_t doc_count_;

  ListFormat format_ = ListFormat::blocks;
  ImpactAccumulator accumulator_;
  std::vector<std::uint32_t> last_docs_;
  std::vector<BlockInfo> infos_;
  std::vector<Impact> block_impacts_;
  std::vector<Impact> list_impacts_;
  std::vector<std::uint64_t> bitmap_;
  std::vector<std::byte> data_;  // as long as any list needed; data_size_ of it are this list's
  std::size_t data_size_ = 0;
  std::vector<std::uint32_t> gaps_;
};

}  // namespace aisle::engine
