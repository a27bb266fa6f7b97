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

/// Writes the parts of a list one after the other into room that was made for all of them.
class PartWriter {
 public:
  explicit PartWriter(std::byte* at) : at_(at) {}
  template <class T>
  void put(std::span<const T> values) {
    if (!values.empty()) std::memcpy(at_, values.data(), values.size_bytes());
    at_ += values.size_bytes();
  }
  template <class T>
  void put(const std::vector<T>& values) {
    put(std::span<const T>(values));
  }
  void skip(std::size_t zeros) { at_ += zeros; }

 private:
  std::byte* at_;
};

}  // namespace

TermEntry PostingListWriter::write(const PostingRange& list) {
  assert(!list.docs.empty() && "a term without postings must not be written");
  if (list.docs.size() == 1) return write_single(list);
  const auto doc_freq = static_cast<std::uint32_t>(list.docs.size());
  format_ = doc_freq > doc_count_ / kDenseDivisor && doc_freq > kBlockSize ? ListFormat::dense : ListFormat::blocks;
  last_docs_.clear();
  infos_.clear();
  block_impacts_.clear();
  data_size_ = 0;
  std::uint64_t term_freq = 0;
  Block block;
  for (std::uint32_t begin = 0; begin < doc_freq; begin += kBlockSize) {
    const std::uint32_t count = std::min(kBlockSize, doc_freq - begin);
    block.docs = list.docs.subspan(begin, count);
    if (kept_ != PostingDetail::docs && !list.freqs.empty()) block.freqs = list.freqs.subspan(begin, count);
    const std::uint64_t occurrences =
        block.freqs.empty() ? count : std::accumulate(block.freqs.begin(), block.freqs.end(), std::uint64_t{0});
    if (kept_ == PostingDetail::positions) block.positions = list.positions.subspan(term_freq, occurrences);
    encode_block(block);
    block.first_doc = last_docs_.back() + 1;
    term_freq += occurrences;
  }
  TermEntry entry;
  entry.doc_freq = doc_freq;
  entry.payload = write_parts(list, term_freq);
  return entry;
}

TermEntry PostingListWriter::write_single(const PostingRange& list) {
  TermEntry entry;
  entry.doc_freq = 1;
  entry.doc = list.docs[0];
  const bool once = kept_ == PostingDetail::docs || list.freqs.empty();
  const std::uint32_t freq = once ? 1 : std::min(list.freqs[0], TermEntry::kMaxSingleFreq);
  std::uint64_t value = 0;
  if (kept_ == PostingDetail::positions && freq == 1) value = list.positions[0];
  if (kept_ == PostingDetail::positions && freq > 1) {
    value = image_.section_size();
    gaps_.clear();
    append_gaps(list.positions.first(freq), gaps_);
    const std::uint32_t bits = position_width(gaps_);
    data_size_ = 0;
    *extend_data(1) = static_cast<std::byte>(bits);
    pack_bit_string(gaps_, bits, extend_data(bit_string_bytes(freq, bits)));
    image_.append(std::span(data_).first(data_size_));
  }
  entry.payload = TermEntry::single_payload(freq, value);
  return entry;
}

std::byte* PostingListWriter::extend_data(std::size_t size) {
  const std::size_t needed = data_size_ + size + kBitStringSlack;
  if (needed > data_.size()) data_.resize(std::max(needed, data_.size() * 2));
  std::byte* room = data_.data() + data_size_;
  data_size_ += size;
  return room;
}

void PostingListWriter::encode_block(const Block& block) {
  BlockInfo info;
  info.data_offset = data_size_;
  if (format_ != ListFormat::dense) encode_docs(block, info);
  if (!block.freqs.empty()) encode_freqs(block, info);
  if (kept_ == PostingDetail::positions) encode_positions(block, info);
  gather_impacts(block, info);
  last_docs_.push_back(block.docs.back());
  infos_.push_back(info);
}

void PostingListWriter::encode_docs(const Block& block, BlockInfo& info) {
  Values values;
  const std::size_t count = block.docs.size();
  values[0] = block.docs[0] - block.first_doc;
  for (std::size_t i = 1; i < count; ++i) values[i] = block.docs[i] - block.docs[i - 1] - 1;
  const std::uint32_t bits = widest(std::span(values).first(count));
  info.doc_bits = static_cast<std::uint8_t>(bits);
  const bool bitmap_is_smaller =
      block_doc_bytes(ListFormat::blocks, kBitmapBlock, kBlockSize, block.first_doc, block.docs.back()) <
      packed_block_bytes(bits);
  if (count == kBlockSize && bitmap_is_smaller) {
    info.doc_bits = kBitmapBlock;
    encode_bitmap(block);
  } else {
    encode_values(std::span(values).first(count), bits);
  }
}

void PostingListWriter::encode_bitmap(const Block& block) {
  const std::uint32_t begin = block.first_doc >> 6;
  bitmap_.assign((block.docs.back() >> 6) - begin + 1, 0);
  for (const std::uint32_t doc : block.docs) bitmap_[(doc >> 6) - begin] |= std::uint64_t{1} << (doc & 63);
  std::memcpy(extend_data(bitmap_.size() * 8), bitmap_.data(), bitmap_.size() * 8);
}

void PostingListWriter::encode_freqs(const Block& block, BlockInfo& info) {
  Values values;
  for (std::size_t i = 0; i < block.freqs.size(); ++i) values[i] = block.freqs[i] - 1;
  const auto used = std::span(values).first(block.freqs.size());
  info.freq_bits = static_cast<std::uint8_t>(widest(used));
  encode_values(used, info.freq_bits);
}

void PostingListWriter::encode_positions(const Block& block, BlockInfo& info) {
  std::span<const std::uint32_t> gaps = block.positions;  // a document's first gap is its position
  if (!block.freqs.empty()) {
    gaps_.clear();
    std::size_t position = 0;
    for (const std::uint32_t freq : block.freqs) {
      append_gaps(block.positions.subspan(position, freq), gaps_);
      position += freq;
    }
    gaps = gaps_;
  }
  const std::uint32_t bits = position_width(gaps);
  info.position_bits = static_cast<std::uint8_t>(bits);
  pack_bit_string(gaps, bits, extend_data(bit_string_bytes(gaps.size(), bits)));
}

void PostingListWriter::encode_values(std::span<const std::uint32_t> values, std::uint32_t bits) {
  if (values.size() == kBlockSize) {
    pack_block(values.data(), bits, extend_data(packed_block_bytes(bits)));
  } else {
    pack_bit_string(values, bits, extend_data(bit_string_bytes(values.size(), bits)));
  }
}

void PostingListWriter::gather_impacts(const Block& block, BlockInfo& info) {
  info.impact_begin = static_cast<std::uint32_t>(block_impacts_.size());
  const bool all_once = block.freqs.empty() || info.freq_bits == 0;
  if (all_once) {
    Impact& only = block_impacts_.emplace_back();
    if (!norms_.empty()) {
      only.norm = 255;
      for (const std::uint32_t doc : block.docs) only.norm = std::min(only.norm, norms_[doc]);
    }
  } else {
    for (std::size_t i = 0; i < block.docs.size(); ++i) accumulator_.add(block.freqs[i], norm_of(block.docs[i]));
    accumulator_.take(kMaxBlockImpacts, block_impacts_);
  }
  info.impact_count = static_cast<std::uint8_t>(block_impacts_.size() - info.impact_begin);
}

std::uint64_t PostingListWriter::write_parts(const PostingRange& list, std::uint64_t term_freq) {
  list_impacts_.clear();
  for (const Impact& impact : block_impacts_) accumulator_.add(impact.freq, impact.norm);
  accumulator_.take(kMaxListImpacts, list_impacts_);
  const auto list_impact_count = static_cast<std::uint32_t>(list_impacts_.size());
  for (BlockInfo& info : infos_) info.impact_begin += list_impact_count;

  ListHeader header;
  header.term_freq = term_freq;
  header.block_count = static_cast<std::uint32_t>(infos_.size());
  header.format = format_;
  header.impact_count = static_cast<std::uint8_t>(list_impact_count);
  header.impacts_total = static_cast<std::uint32_t>(list_impact_count + block_impacts_.size());
  header.data_bytes = data_size_;
  if (format_ == ListFormat::dense) {
    bitmap_.assign(ListLayout::bitmap_words(doc_count_), 0);
    for (const std::uint32_t doc : list.docs) bitmap_[doc >> 6] |= std::uint64_t{1} << (doc & 63);
  }

  const std::size_t padding = (8 - image_.section_size() % 8) % 8;
  const std::uint64_t offset = image_.section_size() + padding;
  const ListLayout layout = ListLayout::of(header, doc_count_);
  PartWriter parts(image_.extend(padding + layout.data + data_size_));
  parts.skip(padding);
  parts.put(std::span<const ListHeader>(&header, 1));
  parts.put(last_docs_);
  parts.skip(layout.infos - layout.last_docs - last_docs_.size() * 4);
  parts.put(infos_);
  parts.put(list_impacts_);
  parts.put(block_impacts_);
  if (format_ == ListFormat::dense) parts.put(bitmap_);
  parts.put(std::span<const std::byte>(data_).first(data_size_));
  return offset;
}

}  // namespace aisle::engine
