// Verifies posting lists of images that come from outside. A cursor then reads without looking.

#include <array>
#include <bit>

#include "base/bytes.hpp"
#include "engine/index/postings/posting_format.hpp"

namespace aisle::engine {
namespace {

/// One list under examination; each function answers null or what is wrong.
struct ListExamination {
  std::span<const std::byte> list;  ///< from its header to the end of the section
  ListHeader header;
  ListLayout layout;
  std::uint32_t doc_freq = 0;
  std::uint32_t doc_count = 0;
  PostingDetail kept = PostingDetail::docs;

  std::uint32_t last_doc(std::uint32_t block) const {
    return load<std::uint32_t>(list.data() + layout.last_docs + std::size_t{4} * block);
  }
  BlockInfo info(std::uint32_t block) const {
    return load<BlockInfo>(list.data() + layout.infos + sizeof(BlockInfo) * block);
  }

  const char* examine();
  const char* examine_block(std::uint32_t block, std::uint32_t first);
  const char* examine_dense_bits() const;
  const char* examine_docs(const BlockInfo& info, std::uint32_t count, std::uint32_t first, std::uint32_t last) const;
  const char* examine_bitmap(const std::byte* words, std::uint32_t count, std::uint32_t first,
                             std::uint32_t last) const;
  std::uint64_t sum_freqs(const std::byte* data, std::uint32_t bits, std::uint32_t count) const;
};

/// Null when `room` bytes hold a bit string of `gaps` positions.
const char* examine_positions(std::uint64_t gaps, std::uint32_t bits, std::uint64_t room) {
  if (bits == 0 && gaps > kMaxZeroWidthPositions) return "more positions than bytes";
  return bit_string_bytes(gaps, bits) <= room ? nullptr : "positions outside their list";
}

const char* ListExamination::examine() {
  if (header.block_count != (std::uint64_t{doc_freq} + kBlockSize - 1) / kBlockSize) return "wrong number of blocks";
  if (header.format > ListFormat::dense) return "unknown list format";
  if (header.impact_count == 0 || header.impact_count > header.impacts_total) return "wrong number of impacts";
  layout = ListLayout::of(header, doc_count);
  if (layout.data > list.size() || header.data_bytes > list.size() - layout.data) return "list outside its section";
  std::uint32_t first = 0;
  for (std::uint32_t block = 0; block < header.block_count; ++block) {
    if (const char* fault = examine_block(block, first)) return fault;
    first = last_doc(block) + 1;
  }
  return header.format == ListFormat::dense ? examine_dense_bits() : nullptr;
}

const char* ListExamination::examine_dense_bits() const {
  const std::byte* words = list.data() + layout.bitmap;
  std::uint64_t bits = 0;
  for (std::uint64_t w = 0; w < ListLayout::bitmap_words(doc_count); ++w) {
    bits += static_cast<std::uint64_t>(std::popcount(load<std::uint64_t>(words + 8 * w)));
  }
  return bits == doc_freq ? nullptr : "bitmap disagrees with the document frequency";
}

const char* ListExamination::examine_block(std::uint32_t block, std::uint32_t first) {
  const std::uint32_t last = last_doc(block);
  const BlockInfo info_here = info(block);
  const std::uint32_t count = block_posting_count(doc_freq, block);
  if (last < first || last >= doc_count || last - first < count - 1) return "block's last document is impossible";
  if (info_here.doc_bits > 32 && info_here.doc_bits != kBitmapBlock) return "documents too wide";
  if (info_here.freq_bits > 32 || info_here.position_bits > 32) return "frequencies or positions too wide";
  if (info_here.impact_begin > header.impacts_total ||
      info_here.impact_count > header.impacts_total - info_here.impact_begin || info_here.impact_count == 0) {
    return "impacts outside the list";
  }
  const std::uint64_t doc_bytes = block_doc_bytes(header.format, info_here.doc_bits, count, first, last);
  const std::uint64_t freq_bytes = block_freq_bytes(info_here.freq_bits, count);
  if (info_here.data_offset > header.data_bytes || doc_bytes + freq_bytes > header.data_bytes - info_here.data_offset) {
    return "block outside its list";
  }
  if (const char* fault = examine_docs(info_here, count, first, last)) return fault;
  if (kept == PostingDetail::docs && info_here.freq_bits != 0) return "frequencies where none are kept";
  if (kept != PostingDetail::positions) return nullptr;
  const std::byte* freqs = list.data() + layout.data + info_here.data_offset + doc_bytes;
  const std::uint64_t gaps = sum_freqs(freqs, info_here.freq_bits, count);
  const std::uint64_t room = header.data_bytes - info_here.data_offset - doc_bytes - freq_bytes;
  return examine_positions(gaps, info_here.position_bits, room);
}

const char* ListExamination::examine_docs(const BlockInfo& info_here, std::uint32_t count, std::uint32_t first,
                                          std::uint32_t last) const {
  const std::byte* data = list.data() + layout.data + info_here.data_offset;
  if (header.format == ListFormat::dense) {
    return examine_bitmap(list.data() + layout.bitmap + 8ULL * (first >> 6), count, first, last);
  }
  if (info_here.doc_bits == kBitmapBlock) return examine_bitmap(data, count, first, last);
  std::uint64_t sum = first;
  if (count == kBlockSize) {
    std::array<std::uint32_t, kBlockSize> gaps;
    unpack_block(data, info_here.doc_bits, gaps.data());
    for (const std::uint32_t gap : gaps) sum += std::uint64_t{gap} + 1;
  } else {
    for (std::uint32_t i = 0; i < count; ++i) sum += std::uint64_t{bit_string_value(data, info_here.doc_bits, i)} + 1;
  }
  return sum - 1 == last ? nullptr : "block's documents do not lead to its last one";
}

const char* ListExamination::examine_bitmap(const std::byte* words, std::uint32_t count, std::uint32_t first,
                                            std::uint32_t last) const {
  const std::uint32_t word_count = (last >> 6) - (first >> 6) + 1;
  std::uint32_t bits = 0;
  for (std::uint32_t w = 0; w < word_count; ++w) {
    std::uint64_t word = load<std::uint64_t>(words + 8ULL * w);
    const std::uint64_t whole = word;
    if (w == 0) word &= ~std::uint64_t{0} << (first & 63);
    if (w == word_count - 1) word &= ~std::uint64_t{0} >> (63 - (last & 63));
    if (header.format == ListFormat::blocks && word != whole) return "bitmap reaches beyond its block";
    bits += static_cast<std::uint32_t>(std::popcount(word));
  }
  return bits == count ? nullptr : "bitmap disagrees with the number of documents";
}

std::uint64_t ListExamination::sum_freqs(const std::byte* data, std::uint32_t bits, std::uint32_t count) const {
  if (bits == 0) return count;
  std::uint64_t sum = 0;
  if (count == kBlockSize) {
    std::array<std::uint32_t, kBlockSize> values;
    unpack_block(data, bits, values.data());
    for (const std::uint32_t value : values) sum += static_cast<std::uint32_t>(value + 1);
  } else {
    for (std::uint32_t i = 0; i < count; ++i) sum += static_cast<std::uint32_t>(bit_string_value(data, bits, i) + 1);
  }
  return sum;
}

const char* find_single_fault(const TermEntry& entry, std::span<const std::byte> section, PostingDetail kept,
                              std::uint32_t doc_count) {
  if (entry.doc >= doc_count) return "document past the segment's last";
  if (entry.single_freq() == 0) return "frequency of zero";
  if (kept != PostingDetail::positions || entry.single_freq() == 1) return nullptr;
  const std::uint64_t offset = entry.single_value();
  if (offset >= section.size()) return "positions outside the section";
  const auto bits = static_cast<std::uint32_t>(section[offset]);
  if (bits > 32) return "positions too wide";
  return examine_positions(entry.single_freq(), bits, section.size() - offset - 1);
}

}  // namespace

const char* find_posting_fault(const TermEntry& entry, std::span<const std::byte> section, PostingDetail kept,
                               std::uint32_t doc_count) {
  if (entry.doc_freq == 0 || entry.doc_freq > doc_count) return "impossible document frequency";
  if (entry.doc_freq == 1) return find_single_fault(entry, section, kept, doc_count);
  if (entry.payload % 8 != 0 || entry.payload > section.size() || section.size() - entry.payload < sizeof(ListHeader)) {
    return "list outside the section";
  }
  ListExamination examination;
  examination.list = section.subspan(entry.payload);
  examination.header = load<ListHeader>(examination.list.data());
  examination.doc_freq = entry.doc_freq;
  examination.doc_count = doc_count;
  examination.kept = kept;
  return examination.examine();
}

}  // namespace aisle::engine
