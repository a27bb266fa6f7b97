#pragma once
// Postings of one term after the other, encoded into a field's `postings` section.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/postings/impact_set.hpp"
#include "engine/index/postings/posting_format.hpp"
#include "engine/index/segment/segment_image.hpp"

namespace aisle::engine {

/// The postings of one term, gathered before they are encoded. Reused from term to term.
struct PostingList {
  std::vector<std::uint32_t> docs;       ///< strictly increasing
  std::vector<std::uint32_t> freqs;      ///< beside docs, each >= 1
  std::vector<std::uint32_t> positions;  ///< of all documents one after the other, where the field keeps them

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
  TermEntry write(const PostingList& list);

 private:
  struct Block {
    std::uint32_t begin = 0;  ///< index of its first posting
    std::uint32_t count = 0;
    std::uint32_t first_doc = 0;  ///< that it may hold
  };
  TermEntry write_single(const PostingList& list);
  void encode_block(const PostingList& list, const Block& block, std::size_t& position);
  void encode_docs(const PostingList& list, const Block& block, BlockInfo& info);
  void encode_bitmap(const PostingList& list, const Block& block);
  void encode_freqs(const PostingList& list, const Block& block, BlockInfo& info);
  void encode_positions(const PostingList& list, const Block& block, BlockInfo& info, std::size_t& position);
  void encode_values(std::span<const std::uint32_t> values, std::uint32_t bits);
  void gather_impacts(const PostingList& list, const Block& block, BlockInfo& info);
  std::uint64_t write_parts(const PostingList& list, ListFormat format, std::uint64_t term_freq);
  std::uint8_t norm_of(std::uint32_t doc) const { return norms_.empty() ? std::uint8_t{1} : norms_[doc]; }

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
  std::vector<std::byte> data_;
  std::vector<std::uint32_t> scratch_;
};

}  // namespace aisle::engine
