#pragma once
// How posting lists lie in the `postings` section of a field.
//
// A list of one document has nothing here but its positions: its entry in the dictionary holds the rest. Any other
// list is a header, and arrays of which those that skipping touches are apart from the postings themselves:
//
//   ListHeader                                8-byte aligned
//   uint32  last_docs[block_count]            last document of each block of 128 postings (the last may be shorter)
//   BlockInfo infos[block_count]
//   Impact  impacts[]                         of the list, then of each block
//   uint64  bitmap[(segment's documents + 63) / 64]     dense lists only, 8-byte aligned
//   data                                      per block: documents, frequencies, positions
//
// Documents of a block, by `doc_bits`: 0..32 gaps (documents left out since the one before, in that many bits), 0
// being a run without holes; kBitmapBlock: the 64-bit words of a bitmap of the documents after the previous block's
// last, up to this block's, aligned to documents divisible by 64, so that windows copy words. In dense lists blocks
// keep no documents: theirs are those of the list's bitmap in that range. Frequencies less one and position gaps
// follow in `freq_bits` and `position_bits`; position gaps of all the block's documents are one bit string, each
// document's first gap counting from 0. Full blocks are packed in lanes, short ones and positions as bit strings.
//
// Roaring bitmaps were considered for keywords: at shop densities an array container costs 16 bits a posting where a
// gap costs 4 to 8, and what its bitmap and run containers save, bitmap blocks and 0-bit blocks save here, at a finer
// grain, with the same skipping data as any other list.

#include <cstdint>
#include <span>

#include "engine/index/postings/bit_packing.hpp"
#include "engine/index/postings/posting_cursor.hpp"

namespace aisle::engine {

inline constexpr std::uint8_t kBitmapBlock = 0xFF;
/// A list is dense when it has more than this share of the segment's documents (as a divisor).
inline constexpr std::uint32_t kDenseDivisor = 32;
/// Impacts kept per block and per list; more are merged upwards.
inline constexpr std::uint32_t kMaxBlockImpacts = 4;
inline constexpr std::uint32_t kMaxListImpacts = 8;

/// Bit strings of more positions than this are at least one bit wide, so that a count in damaged bytes cannot ask for
/// more memory than there are bytes.
inline constexpr std::uint64_t kMaxZeroWidthPositions = 1u << 16;

enum class ListFormat : std::uint8_t { blocks = 0, dense = 1 };

struct ListHeader {
  std::uint64_t term_freq = 0;
  std::uint32_t block_count = 0;
  ListFormat format = ListFormat::blocks;
  std::uint8_t impact_count = 0;   ///< of the whole list
  std::uint16_t reserved = 0;
  std::uint32_t impacts_total = 0; ///< of the list and all blocks
  std::uint32_t reserved2 = 0;
  std::uint64_t data_bytes = 0;
};
static_assert(sizeof(ListHeader) == 32);

struct BlockInfo {
  std::uint64_t data_offset = 0;     ///< from the start of the list's data
  std::uint32_t impact_begin = 0;    ///< within the list's impacts
  std::uint8_t doc_bits = 0;
  std::uint8_t freq_bits = 0;
  std::uint8_t position_bits = 0;
  std::uint8_t impact_count = 0;
};
static_assert(sizeof(BlockInfo) == 16);
static_assert(sizeof(Impact) == 8);

/// Where the parts of a list are, in bytes from its header.
struct ListLayout {
  std::uint64_t last_docs = 0;
  std::uint64_t infos = 0;
  std::uint64_t impacts = 0;
  std::uint64_t bitmap = 0;
  std::uint64_t data = 0;

  static constexpr ListLayout of(const ListHeader& header, std::uint32_t doc_count) {
    ListLayout layout;
    layout.last_docs = sizeof(ListHeader);
    layout.infos = (layout.last_docs + std::uint64_t{4} * header.block_count + 7) / 8 * 8;
    layout.impacts = layout.infos + sizeof(BlockInfo) * std::uint64_t{header.block_count};
    layout.bitmap = layout.impacts + sizeof(Impact) * std::uint64_t{header.impacts_total};
    layout.data = layout.bitmap;
    if (header.format == ListFormat::dense) layout.data += bitmap_words(doc_count) * sizeof(std::uint64_t);
    return layout;
  }
  static constexpr std::uint64_t bitmap_words(std::uint32_t doc_count) { return (std::uint64_t{doc_count} + 63) / 64; }
};

/// Bytes that the documents of a block take: `first` is the first document it may hold, `last` its last one.
constexpr std::uint64_t block_doc_bytes(ListFormat format, std::uint8_t doc_bits, std::uint32_t count,
                                        std::uint32_t first, std::uint32_t last) {
  if (format == ListFormat::dense) return 0;
  if (doc_bits == kBitmapBlock) return 8 * (std::uint64_t{last >> 6} - (first >> 6) + 1);
  return count == kBlockSize ? packed_block_bytes(doc_bits) : bit_string_bytes(count, doc_bits);
}
constexpr std::uint64_t block_freq_bytes(std::uint8_t freq_bits, std::uint32_t count) {
  return count == kBlockSize ? packed_block_bytes(freq_bits) : bit_string_bytes(count, freq_bits);
}
constexpr std::uint32_t block_posting_count(std::uint32_t doc_freq, std::uint32_t block) {
  const std::uint32_t before = block * kBlockSize;
  return doc_freq - before < kBlockSize ? doc_freq - before : kBlockSize;
}

/// Where one term's postings are; the dictionary keeps one per term, in term order.
///
/// For one document: `doc` and, packed into `payload`, the frequency (24 bits, saturating) and either the position
/// itself (frequency 1) or the offset of a byte of width and a bit string of position gaps. Otherwise `payload` is the
/// offset of a ListHeader.
struct TermEntry {
  std::uint32_t doc_freq = 0;
  std::uint32_t doc = 0;
  std::uint64_t payload = 0;

  static constexpr std::uint32_t kMaxSingleFreq = (1u << 24) - 1;
  std::uint32_t single_freq() const { return static_cast<std::uint32_t>(payload & kMaxSingleFreq); }
  std::uint64_t single_value() const { return payload >> 24; }
  static std::uint64_t single_payload(std::uint32_t freq, std::uint64_t value) { return freq | (value << 24); }
};
static_assert(sizeof(TermEntry) == 16);

/// What a cursor needs to know of the field whose list it reads.
struct PostingsView {
  const std::byte* postings = nullptr;   ///< the section
  const std::uint8_t* norms = nullptr;   ///< null where the field keeps none
  std::uint32_t doc_count = 0;           ///< of the segment
  PostingDetail kept = PostingDetail::docs;
};

/// Verifies that everything a cursor would read of one list lies within `section` and makes sense: documents increase
/// below the segment's count, counts agree. Decodes the whole list. Null when sound, else what is wrong.
const char* find_posting_fault(const TermEntry& entry, std::span<const std::byte> section, PostingDetail kept,
                               std::uint32_t doc_count);

}  // namespace aisle::engine
