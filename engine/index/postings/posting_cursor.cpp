#include "engine/index/postings/posting_cursor.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <numeric>

#include "base/bytes.hpp"
#include "engine/index/bit_words.hpp"
#include "engine/index/postings/bit_packing.hpp"
#include "engine/index/postings/posting_format.hpp"
#include "engine/index/postings/sorted_search.hpp"

namespace aisle::engine {
namespace {

std::uint64_t word_at(const std::byte* words, std::uint32_t index) { return load<std::uint64_t>(words + 8ULL * index); }

}  // namespace

PostingCursor::PostingCursor(const PostingsView& field, const TermEntry& entry, PostingDetail detail)
    : doc_freq_(entry.doc_freq), kept_(field.kept), detail_(detail) {
  assert((detail != PostingDetail::positions || field.kept == PostingDetail::positions) &&
         "positions were asked of a field that keeps none");
  if (doc_freq_ == 0) return;
  if (doc_freq_ == 1) {
    open_single(field, entry);
  } else {
    open_list(field, entry);
  }
  enter_block(0);
}

void PostingCursor::open_single(const PostingsView& field, const TermEntry& entry) {
  block_count_ = 1;
  data_ = field.postings;
  single_doc_ = entry.doc;
  single_freq_ = entry.single_freq();
  single_value_ = entry.single_value();
  single_impact_.freq = single_freq_;
  if (field.norms != nullptr) single_impact_.norm = field.norms[single_doc_];
}

void PostingCursor::open_list(const PostingsView& field, const TermEntry& entry) {
  const std::byte* start = field.postings + entry.payload;
  const auto header = load<ListHeader>(start);
  const ListLayout layout = ListLayout::of(header, field.doc_count);
  block_count_ = header.block_count;
  list_impact_count_ = header.impact_count;
  last_docs_ = reinterpret_cast<const std::uint32_t*>(start + layout.last_docs);
  infos_ = reinterpret_cast<const BlockInfo*>(start + layout.infos);
  impacts_ = reinterpret_cast<const Impact*>(start + layout.impacts);
  data_ = start + layout.data;
  if (header.format == ListFormat::dense) {
    bitmap_ = start + layout.bitmap;
    bitmap_words_ = static_cast<std::uint32_t>(ListLayout::bitmap_words(field.doc_count));
  }
}

void PostingCursor::enter_block(std::uint32_t block) {
  block_ = block;
  count_ = block < block_count_ ? block_posting_count(doc_freq_, block) : 0;
  docs_ready_ = count_ == 0;
  freqs_ready_ = count_ == 0;
  position_data_ = nullptr;
  summed_docs_ = 0;
  freq_sum_ = 0;
}

std::uint32_t PostingCursor::find_block(std::uint32_t from, DocId target) const {
  const std::uint32_t wanted = index_of(target);
  const std::uint32_t* lasts = last_docs();
  std::uint32_t low = from;
  std::uint32_t high = from;
  std::uint32_t step = 1;
  while (high < block_count_ && lasts[high] < wanted) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = std::min(high, block_count_);
  if (high == block_count_ && (high == low || lasts[high - 1] < wanted)) return high;
  return static_cast<std::uint32_t>(first_at_least(lasts + low, lasts + std::min(high + 1, block_count_), wanted) - lasts);
}

void PostingCursor::seek_block(DocId target) {
  if (count_ == 0 || last_docs()[block_] >= index_of(target)) return;
  enter_block(find_block(block_, target));
}

PostingCursor::BlockBound PostingCursor::peek_block(DocId target) {
  peeked_ = find_block(std::max(peeked_, block_), target);
  if (peeked_ >= block_count_) return {};
  if (is_single()) return {DocId{single_doc_}, {&single_impact_, 1}};
  const BlockInfo& info = infos_[peeked_];
  return {DocId{last_docs_[peeked_]}, {impacts_ + info.impact_begin, info.impact_count}};
}

std::span<const Impact> PostingCursor::block_impacts() const {
  if (is_single()) return {&single_impact_, 1};
  const BlockInfo& info = infos_[block_];
  return {impacts_ + info.impact_begin, info.impact_count};
}

std::span<const Impact> PostingCursor::list_impacts() const {
  if (doc_freq_ == 0) return {};
  if (is_single()) return {&single_impact_, 1};
  return {impacts_, list_impact_count_};
}

const std::byte* PostingCursor::block_data() const { return data_ + infos_[block_].data_offset; }

std::size_t PostingCursor::doc_bytes() const {
  const ListFormat format = bitmap_ != nullptr ? ListFormat::dense : ListFormat::blocks;
  return block_doc_bytes(format, infos_[block_].doc_bits, count_, block_start(), last_docs_[block_]);
}

namespace {

void unpack_bitmap(const std::byte* words, std::uint32_t first, std::uint32_t last, DocId* out) {
  const std::uint32_t begin = first >> 6;
  const std::uint32_t end = last >> 6;
  for (std::uint32_t w = begin; w <= end; ++w) {
    std::uint64_t word = word_at(words, w - begin);
    if (w == begin) word &= ~std::uint64_t{0} << (first & 63);
    if (w == end) word &= ~std::uint64_t{0} >> (63 - (last & 63));
    for (; word != 0; word &= word - 1) {
      *out++ = DocId{(w << 6) + static_cast<std::uint32_t>(std::countr_zero(word))};
    }
  }
}

void unpack_gap_string(const std::byte* data, std::uint32_t bits, std::uint32_t count, std::uint32_t first,
                       DocId* out) {
  std::uint32_t next = first;
  for (std::uint32_t i = 0; i < count; ++i) {
    next += bit_string_value(data, bits, i);
    out[i] = DocId{next++};
  }
}

void unpack_gap_block(const std::byte* data, std::uint32_t bits, std::uint32_t first, DocId* out) {
  std::array<std::uint32_t, kBlockSize> values;
  unpack_block(data, bits, values.data());
  prefix_sum_block(values.data(), first);
  std::memcpy(out, values.data(), sizeof values);
}

}  // namespace

void PostingCursor::unpack_docs() const {
  docs_ready_ = true;
  if (is_single()) {
    docs_[0] = DocId{single_doc_};
    return;
  }
  const std::uint32_t first = block_start();
  const std::uint8_t bits = infos_[block_].doc_bits;
  if (bitmap_ != nullptr) {
    unpack_bitmap(bitmap_ + 8ULL * (first >> 6), first, last_docs_[block_], docs_.data());
  } else if (bits == kBitmapBlock) {
    unpack_bitmap(block_data(), first, last_docs_[block_], docs_.data());
  } else if (count_ == kBlockSize) {
    unpack_gap_block(block_data(), bits, first, docs_.data());
  } else {
    unpack_gap_string(block_data(), bits, count_, first, docs_.data());
  }
}

void PostingCursor::unpack_freqs() {
  freqs_ready_ = true;
  if (is_single()) {
    all_ones_ = single_freq_ == 1;
    freq_buffer_[0] = single_freq_;
    return;
  }
  const std::uint8_t bits = infos_[block_].freq_bits;
  all_ones_ = bits == 0;
  if (all_ones_) return;
  const std::byte* data = block_data() + doc_bytes();
  if (count_ == kBlockSize) {
    unpack_block(data, bits, freq_buffer_.data());
    for (std::uint32_t& freq : freq_buffer_) ++freq;
  } else {
    for (std::uint32_t i = 0; i < count_; ++i) freq_buffer_[i] = bit_string_value(data, bits, i) + 1;
  }
}

void PostingCursor::unpack_freqs_if_one() {
  const bool ones = is_single() ? single_freq_ == 1 : infos_[block_].freq_bits == 0;
  if (ones) unpack_freqs();
}

const std::byte* PostingCursor::position_data() {
  if (position_data_ == nullptr) {
    position_data_ = block_data() + doc_bytes() + block_freq_bytes(infos_[block_].freq_bits, count_);
  }
  return position_data_;
}

std::uint64_t PostingCursor::gaps_before(std::uint32_t i) {
  if (all_ones_) return i;
  if (i < summed_docs_) {
    summed_docs_ = 0;
    freq_sum_ = 0;
  }
  for (; summed_docs_ < i; ++summed_docs_) freq_sum_ += freq_buffer_[summed_docs_];
  return freq_sum_;
}

std::span<const std::uint32_t> PostingCursor::positions(std::uint32_t i) {
  assert(detail_ == PostingDetail::positions && "positions were not asked for when the list was opened");
  assert(i < count_ && "no such document in the block");
  const std::uint32_t freq = freqs()[i];
  if (positions_.size() < freq) positions_.resize(std::max<std::size_t>(freq, 16));
  if (is_single() && freq == 1) {
    positions_[0] = static_cast<std::uint32_t>(single_value_);
    return {positions_.data(), 1};
  }
  const std::byte* data = is_single() ? data_ + single_value_ + 1 : position_data();
  const std::uint32_t bits = is_single() ? static_cast<std::uint32_t>(data[-1]) : infos_[block_].position_bits;
  const std::uint64_t before = is_single() ? 0 : gaps_before(i);
  std::uint32_t position = 0;
  for (std::uint32_t k = 0; k < freq; ++k) {
    position += bit_string_value(data, bits, before + k);
    positions_[k] = position;
  }
  return {positions_.data(), freq};
}

std::uint32_t PostingCursor::only_position(std::uint32_t i) {
  assert(detail_ == PostingDetail::positions && "positions were not asked for when the list was opened");
  if (is_single()) return static_cast<std::uint32_t>(single_value_);
  return bit_string_value(position_data(), infos_[block_].position_bits, i);
}

void PostingCursor::append_positions(std::vector<std::uint32_t>& out) {
  assert(detail_ == PostingDetail::positions && "positions were not asked for when the list was opened");
  if (is_single() && single_freq_ == 1) {
    out.push_back(static_cast<std::uint32_t>(single_value_));
    return;
  }
  const std::byte* data = is_single() ? data_ + single_value_ + 1 : position_data();
  const std::uint32_t bits = is_single() ? static_cast<std::uint32_t>(data[-1]) : infos_[block_].position_bits;
  const auto counts = freqs();
  const std::uint64_t total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  const std::size_t begin = out.size();
  out.resize(begin + total);
  std::uint32_t* to = out.data() + begin;
  for (std::uint64_t i = 0; i < total; ++i) to[i] = bit_string_value(data, bits, i);
  if (total == counts.size()) return;  // a document's first gap is its position
  for (const std::uint32_t freq : counts) {
    for (std::uint32_t k = 1; k < freq; ++k) to[k] += to[k - 1];
    to += freq;
  }
}

void PostingCursor::copy_bitmap(std::uint32_t first_word, std::span<std::uint64_t> words) const {
  if (first_word >= bitmap_words_) return;
  const std::size_t count = std::min<std::size_t>(words.size(), bitmap_words_ - first_word);
  or_words(words.data(), reinterpret_cast<const std::uint64_t*>(bitmap_) + first_word, count);
}

void PostingCursor::copy_block_words(std::uint32_t first_word, std::span<std::uint64_t> words) const {
  const std::uint32_t begin = block_start() >> 6;
  const std::uint32_t end = (last_docs_[block_] >> 6) + 1;
  const std::byte* block_words = block_data();
  const auto last_word = static_cast<std::uint32_t>(first_word + words.size());
  for (std::uint32_t w = std::max(begin, first_word); w < std::min(end, last_word); ++w) {
    words[w - first_word] |= word_at(block_words, w - begin);
  }
}

/// Sets bits of the block's documents, those outside the words left out.
void PostingCursor::set_block_bits(DocId base, std::span<std::uint64_t> words) const {
  const std::span<const DocId> all = docs();
  const DocId end = base + static_cast<std::uint32_t>(words.size() * 64);
  const DocId* first = all.data();
  const DocId* last = first + all.size();
  if (all.front() < base) first = std::lower_bound(first, last, base);
  if (all.back() >= end) last = std::lower_bound(first, last, end);
  // By bytes: neighbours are often in one word, and a word that was just written takes a while to be read again.
  static_assert(std::endian::native == std::endian::little, "bit i of a word is bit i % 8 of its byte i / 8");
  auto* const out = reinterpret_cast<std::uint8_t*>(words.data());
  for (; first != last; ++first) {
    const std::uint32_t offset = index_of(*first) - index_of(base);
    out[offset >> 3] = static_cast<std::uint8_t>(out[offset >> 3] | 1U << (offset & 7));
  }
}

void PostingCursor::fill_words(DocId base, std::span<std::uint64_t> words) {
  assert(index_of(base) % 64 == 0 && "words begin at multiples of 64");
  const std::uint32_t first_word = index_of(base) >> 6;
  const DocId end = base + static_cast<std::uint32_t>(words.size() * 64);
  seek_block(base);
  if (bitmap_ != nullptr) {
    copy_bitmap(first_word, words);
    seek_block(end);
    return;
  }
  while (count_ != 0 && (is_single() || block_start() < index_of(end))) {
    if (!is_single() && infos_[block_].doc_bits == kBitmapBlock) {
      copy_block_words(first_word, words);
    } else {
      set_block_bits(base, words);
    }
    if (block_last() >= end) return;
    next_block();
  }
}

bool PostingCursor::mask_words(DocId base, std::span<std::uint64_t> words) const {
  if (bitmap_ == nullptr) return false;
  const std::size_t first = std::min(index_of(base) >> 6, bitmap_words_);
  const std::size_t count = std::min<std::size_t>(words.size(), bitmap_words_ - first);
  and_words(words.data(), reinterpret_cast<const std::uint64_t*>(bitmap_) + first, count);
  std::fill(words.begin() + static_cast<std::ptrdiff_t>(count), words.end(), 0);
  return true;
}

std::uint32_t PostingCursor::find(DocId doc) {
  const std::uint32_t wanted = index_of(doc);
  if (bitmap_ != nullptr && ((word_at(bitmap_, wanted >> 6) >> (wanted & 63)) & 1) == 0) return kBlockSize;
  seek_block(doc);
  if (count_ == 0) return kBlockSize;
  if (is_single()) return single_doc_ == wanted ? 0 : kBlockSize;
  if (docs_ready_) {
    const std::uint32_t at = first_at_least({docs_.data(), count_}, 0, doc);
    return docs_[at] == doc ? at : kBlockSize;
  }
  if (bitmap_ != nullptr) return find_in_bitmap(wanted);
  if (infos_[block_].doc_bits == kBitmapBlock) return find_in_words(block_data(), wanted);
  const std::span<const DocId> all = docs();
  const std::uint32_t at = first_at_least(all, 0, doc);
  return all[at] == doc ? at : kBlockSize;
}

/// Counts the block's documents before one that the list holds.
std::uint32_t PostingCursor::find_in_bitmap(std::uint32_t doc) const {
  const std::uint32_t first = block_start();
  if (doc < first) return kBlockSize;
  const auto* words = reinterpret_cast<const std::uint64_t*>(bitmap_);
  const std::uint64_t before_block = words[first >> 6] & ~(~std::uint64_t{0} << (first & 63));
  const std::uint64_t before_doc = words[doc >> 6] & ~(~std::uint64_t{0} << (doc & 63));
  const std::uint64_t whole = count_bits(words + (first >> 6), (doc >> 6) - (first >> 6));
  return static_cast<std::uint32_t>(whole + static_cast<std::uint64_t>(std::popcount(before_doc)) -
                                    static_cast<std::uint64_t>(std::popcount(before_block)));
}

/// Counts the block's documents before `doc` in a bitmap whose first word holds the block's start.
std::uint32_t PostingCursor::find_in_words(const std::byte* words, std::uint32_t doc) const {
  const std::uint32_t first = block_start();
  if (doc < first) return kBlockSize;
  const std::uint32_t last_word = (doc >> 6) - (first >> 6);
  const std::uint64_t last = word_at(words, last_word);
  if (((last >> (doc & 63)) & 1) == 0) return kBlockSize;
  std::uint64_t mask = ~std::uint64_t{0} << (first & 63);
  std::uint32_t before = 0;
  for (std::uint32_t w = 0; w < last_word; ++w) {
    before += static_cast<std::uint32_t>(std::popcount(word_at(words, w) & mask));
    mask = ~std::uint64_t{0};
  }
  return before + static_cast<std::uint32_t>(std::popcount(last & mask & ~(~std::uint64_t{0} << (doc & 63))));
}

}  // namespace aisle::engine
