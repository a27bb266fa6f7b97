#pragma once
// The bytes of a segment: a header, sections aligned to 64 bytes, and a table that says where each section is and what
// its checksum must be. Little-endian; the same bytes in memory, in a file and mapped back.
//
//   header   64 bytes: magic, format version, document count, segment id, table offset, section count, checksums
//   sections each padded with zeros to 64 bytes, and never closer than 64 bytes to the end of the image
//   table    one SectionEntry per section
//
// Reading past a section by less than 64 bytes therefore stays within the image, which lets decoders load whole words.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/mapped_file.hpp"
#include "base/result.hpp"
#include "engine/index/segment/image_memory.hpp"

namespace aisle::engine {

/// What a section holds. Numbers are stored; never reuse one.
enum class SectionKind : std::uint32_t {
  id_offsets = 1,
  id_bytes = 2,
  id_table = 3,
  versions = 4,
  sequence_numbers = 5,
  live_changes = 6,
  source_chunks = 7,
  source_dictionaries = 8,
  source_offsets = 9,
  source_bytes = 10,
  field_summary = 20,
  term_entries = 21,
  term_block_keys = 22,
  term_block_offsets = 23,
  term_bytes = 24,
  term_table = 25,
  postings = 26,
  norms = 27,
  presence = 28,
  ordinals = 30,
  numbers = 31,
};

/// The kind's name, for messages.
const char* to_string(SectionKind kind);

struct ImageHeader {
  std::uint64_t magic = 0;
  std::uint32_t format_version = 0;
  std::uint32_t doc_count = 0;
  std::uint64_t segment_id = 0;
  std::uint64_t table_offset = 0;
  std::uint64_t section_count = 0;
  std::uint64_t image_size = 0;
  std::uint64_t table_checksum = 0;
  std::uint64_t header_checksum = 0;  ///< of the bytes before it
};
static_assert(sizeof(ImageHeader) == 64);

struct SectionEntry {
  std::uint32_t kind = 0;
  std::uint32_t field = 0;  ///< 0 for sections of the whole segment
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(SectionEntry) == 32);

inline constexpr std::uint64_t kImageMagic = 0x31474553454C5341ULL;  // "ASLESEG1"
inline constexpr std::uint32_t kImageFormatVersion = 1;
inline constexpr std::size_t kSectionAlignment = 64;
/// Fewer than 2^31 documents, so that document numbers and their sums with small counts never wrap.
inline constexpr std::uint32_t kMaxSegmentDocs = 1u << 31;

/// Immutable bytes, in memory or mapped from a file. Movable; views of it live as long as it does.
class SegmentImage {
 public:
  explicit SegmentImage(ImageMemory memory) : bytes_(std::move(memory)) {}
  explicit SegmentImage(MappedFile file) : bytes_(std::move(file)) {}
  static Result<SegmentImage> map(const std::filesystem::path& path);
  static SegmentImage copy_of(std::span<const std::byte> bytes);

  std::span<const std::byte> bytes() const;
  /// Lets go of the memory of a large section that will hardly be read, where it can be had back from a file.
  void let_go(std::span<const std::byte> section) const;

 private:
  std::variant<ImageMemory, MappedFile> bytes_;
};

/// Which promises `SectionTable::open` and Segment::open take for granted.
enum class ImageTrust : std::uint8_t {
  verify,            ///< from outside: verify checksums and every number inside
  ignore_checksums,  ///< for fuzzing: verify every number, whatever the checksums say
  own,               ///< just written by this process: verify nothing but the table
};

/// Finds sections by kind and field. Views the image.
class SectionTable {
 public:
  /// Fails with data_corrupt, naming the section and its offset.
  static Result<SectionTable> open(std::span<const std::byte> image, ImageTrust trust);

  const ImageHeader& header() const { return header_; }
  /// Empty where there is no such section.
  std::span<const std::byte> find(SectionKind kind, std::uint32_t field = 0) const;
  const std::vector<SectionEntry>& entries() const { return entries_; }
  /// The error for a section whose content breaks a rule of its format.
  Error corrupt(SectionKind kind, std::uint32_t field, const char* what) const;

 private:
  std::span<const std::byte> image_;
  ImageHeader header_;
  std::vector<SectionEntry> entries_;  // by (kind, field), distinct
};

/// Puts an image together, section after section.
class ImageWriter {
 public:
  ImageWriter();
  void begin_section(SectionKind kind, std::uint32_t field = 0);
  void append(std::span<const std::byte> bytes) { memory_.append(bytes); }
  template <class T>
  void append_values(std::span<const T> values) {
    append(std::as_bytes(values));
  }
  /// Appends zeros, to be written over before anything else is appended.
  std::byte* extend(std::size_t size) { return memory_.extend(size); }
  /// Bytes written to the current section so far.
  std::size_t section_size() const { return memory_.size() - section_start_; }
  void end_section();
  template <class T>
  void add_section(SectionKind kind, std::uint32_t field, std::span<const T> values) {
    begin_section(kind, field);
    append_values(values);
    end_section();
  }
  /// Appends another writer's sections as they are.
  void append_sections(const ImageWriter& part);
  SegmentImage finish(std::uint64_t segment_id, std::uint32_t doc_count) &&;

 private:
  ImageMemory memory_;
  std::vector<SectionEntry> entries_;
  std::size_t section_start_ = 0;
};

/// The bytes of a section as an array of T. REQUIRES: a multiple of sizeof(T), which openers verify.
template <class T>
std::span<const T> section_array(std::span<const std::byte> section) {
  return {reinterpret_cast<const T*>(section.data()), section.size() / sizeof(T)};
}

}  // namespace aisle::engine
