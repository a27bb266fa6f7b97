#include "engine/index/postings/posting_list_writer.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <numeric>

namespace aisle::engine {
namespace {

std::uint32_t widest(std::span<const std::uint32_t> values) {
  std::uint32_t seen = 0;
  for (const std::uint32_t value : values) seen |= value;
  return bits_for(seen);
}

/// Appends a document's positions as gaps, the first one counted from 0.
void append_gaps(std::span<const std::uint32_t> positions, std::vector<std::uint32_t>& out) {
  std::uint32_t before = 0;
  for (const std::uint32_t position : positions) {
    out.push_back(position - before);
    before = position;
  }
}

std::uint32_t position_width(std::span<const std::uint32_t> gaps) {
  const std::uint32_t bits = widest(gaps);
  return bits == 0 && gaps.size() > kMaxZeroWidthPositions ? 1 : bits;
}

}  // namespace

TermEntry PostingListWriter::write(const PostingList& list) {
  assert(!list.docs.empty() && "a term without postings must not be written");
  if (list.docs.size() == 1) return write_single(list);
  const auto doc_freq = static_cast<std::uint32_t>(list.docs.size());
  format_ = doc_freq > doc_count_ / kDenseDivisor && doc_freq > kBlockSize ? ListFormat::dense : ListFormat::blocks;
  last_docs_.clear();
  infos_.clear();
  block_impacts_.clear();
  data_.clear();
  Block block;
  std::size_t position = 0;
  for (; block.begin < doc_freq; block.begin += block.count) {
    block.count = std::min(kBlockSize, doc_freq - block.begin);
    encode_block(list, block, position);
    block.first_doc = last_docs_.back() + 1;
  }
  const std::uint64_t term_freq = kept_ == PostingDetail::docs
                                      ? doc_freq
                                      : std::accumulate(list.freqs.begin(), list.freqs.end(), std::uint64_t{0});
  TermEntry entry;
  entry.doc_freq = doc_freq;
  entry.payload = write_parts(list, format_, term_freq);
  return entry;
}

TermEntry PostingListWriter::write_single(const PostingList& list) {
  TermEntry entry;
  entry.doc_freq = 1;
  entry.doc = list.docs[0];
  const std::uint32_t freq =
      kept_ == PostingDetail::docs ? 1 : std::min(list.freqs[0], TermEntry::kMaxSingleFreq);
  std::uint64_t value = 0;
  if (kept_ == PostingDetail::positions && freq == 1) value = list.positions[0];
  if (kept_ == PostingDetail::positions && freq > 1) {
    value = image_.section_size();
    scratch_.clear();
    append_gaps(std::span(list.positions).first(freq), scratch_);
    const std::uint32_t bits = position_width(scratch_);
    data_.assign(1, static_cast<std::byte>(bits));
    pack_bit_string(scratch_, bits, data_);
    image_.append(data_);
  }
  entry.payload = TermEntry::single_payload(freq, value);
  return entry;
}

void PostingListWriter::encode_block(const PostingList& list, const Block& block, std::size_t& position) {
  BlockInfo info;
  info.data_offset = data_.size();
  encode_docs(list, block, info);
  if (kept_ != PostingDetail::docs) encode_freqs(list, block, info);
  if (kept_ == PostingDetail::positions) encode_positions(list, block, info, position);
  gather_impacts(list, block, info);
  last_docs_.push_back(list.docs[block.begin + block.count - 1]);
  infos_.push_back(info);
}

void PostingListWriter::encode_docs(const PostingList& list, const Block& block, BlockInfo& info) {
  if (format_ == ListFormat::dense) return;
  scratch_.clear();
  std::uint32_t next = block.first_doc;
  for (std::uint32_t i = block.begin; i < block.begin + block.count; ++i) {
    scratch_.push_back(list.docs[i] - next);
    next = list.docs[i] + 1;
  }
  const std::uint32_t bits = widest(scratch_);
  info.doc_bits = static_cast<std::uint8_t>(bits);
  const std::uint32_t last = next - 1;
  const bool bitmap_is_smaller =
      block_doc_bytes(ListFormat::blocks, kBitmapBlock, block.count, block.first_doc, last) < packed_block_bytes(bits);
  if (block.count == kBlockSize && bitmap_is_smaller) {
    info.doc_bits = kBitmapBlock;
    encode_bitmap(list, block);
  } else {
    encode_values(scratch_, bits);
  }
}

void PostingListWriter::encode_bitmap(const PostingList& list, const Block& block) {
  const std::uint32_t begin = block.first_doc >> 6;
  const std::uint32_t last = list.docs[block.begin + block.count - 1];
  bitmap_.assign((last >> 6) - begin + 1, 0);
  for (std::uint32_t i = block.begin; i < block.begin + block.count; ++i) {
    bitmap_[(list.docs[i] >> 6) - begin] |= std::uint64_t{1} << (list.docs[i] & 63);
  }
  const auto bytes = std::as_bytes(std::span(bitmap_));
  data_.insert(data_.end(), bytes.begin(), bytes.end());
}

void PostingListWriter::encode_freqs(const PostingList& list, const Block& block, BlockInfo& info) {
  scratch_.clear();
  for (std::uint32_t i = block.begin; i < block.begin + block.count; ++i) scratch_.push_back(list.freqs[i] - 1);
  const std::uint32_t bits = widest(scratch_);
  info.freq_bits = static_cast<std::uint8_t>(bits);
  encode_values(scratch_, bits);
}

void PostingListWriter::encode_positions(const PostingList& list, const Block& block, BlockInfo& info,
                                         std::size_t& position) {
  scratch_.clear();
  for (std::uint32_t i = block.begin; i < block.begin + block.count; ++i) {
    append_gaps(std::span(list.positions).subspan(position, list.freqs[i]), scratch_);
    position += list.freqs[i];
  }
  const std::uint32_t bits = position_width(scratch_);
  info.position_bits = static_cast<std::uint8_t>(bits);
  pack_bit_string(scratch_, bits, data_);
}

void PostingListWriter::encode_values(std::span<const std::uint32_t> values, std::uint32_t bits) {
  if (values.size() == kBlockSize) {
    pack_block(values.data(), bits, data_);
  } else {
    pack_bit_string(values, bits, data_);
  }
}

void PostingListWriter::gather_impacts(const PostingList& list, const Block& block, BlockInfo& info) {
  for (std::uint32_t i = block.begin; i < block.begin + block.count; ++i) {
    accumulator_.add(kept_ == PostingDetail::docs ? 1 : list.freqs[i], norm_of(list.docs[i]));
  }
  info.impact_begin = static_cast<std::uint32_t>(block_impacts_.size());
  accumulator_.take(kMaxBlockImpacts, block_impacts_);
  info.impact_count = static_cast<std::uint8_t>(block_impacts_.size() - info.impact_begin);
}

std::uint64_t PostingListWriter::write_parts(const PostingList& list, ListFormat format, std::uint64_t term_freq) {
  list_impacts_ = block_impacts_;
  keep_competitive(list_impacts_, kMaxListImpacts);
  const auto list_impact_count = static_cast<std::uint32_t>(list_impacts_.size());
  for (BlockInfo& info : infos_) info.impact_begin += list_impact_count;

  ListHeader header;
  header.term_freq = term_freq;
  header.block_count = static_cast<std::uint32_t>(infos_.size());
  header.format = format;
  header.impact_count = static_cast<std::uint8_t>(list_impact_count);
  header.impacts_total = static_cast<std::uint32_t>(list_impact_count + block_impacts_.size());
  header.data_bytes = data_.size();

  static constexpr std::array<std::byte, 8> kZeros{};
  const auto align = [this] { image_.append(std::span(kZeros).first((8 - image_.section_size() % 8) % 8)); };
  align();
  const std::uint64_t offset = image_.section_size();
  image_.append(std::as_bytes(std::span(&header, 1)));
  image_.append_values(std::span<const std::uint32_t>(last_docs_));
  align();
  image_.append_values(std::span<const BlockInfo>(infos_));
  image_.append_values(std::span<const Impact>(list_impacts_));
  image_.append_values(std::span<const Impact>(block_impacts_));
  if (format == ListFormat::dense) {
    bitmap_.assign(ListLayout::bitmap_words(doc_count_), 0);
    for (const std::uint32_t doc : list.docs) bitmap_[doc >> 6] |= std::uint64_t{1} << (doc & 63);
    image_.append_values(std::span<const std::uint64_t>(bitmap_));
  }
  image_.append(data_);
  return offset;
}

}  // namespace aisle::engine
