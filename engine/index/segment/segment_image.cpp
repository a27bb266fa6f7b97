#include "engine/index/segment/segment_image.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string>
#include <tuple>
#include <utility>

#include "base/bytes.hpp"
#include "base/hash.hpp"

namespace aisle::engine {
namespace {

Error bad_image(std::string what, std::uint64_t offset) {
  Position where;
  where.byte = offset;
  return Error(ErrorCode::data_corrupt, "segment image: " + what + " at byte " + std::to_string(offset), "segment_image")
      .at(where);
}

std::string section_name(const SectionEntry& entry) {
  return std::string("section ") + to_string(static_cast<SectionKind>(entry.kind)) + " of field " +
         std::to_string(entry.field);
}

auto sort_key(const SectionEntry& entry) { return std::tuple(entry.kind, entry.field); }

Status verify_header(const ImageHeader& header, std::span<const std::byte> image, bool checksums) {
  if (header.magic != kImageMagic) return bad_image("wrong magic number", 0);
  if (header.format_version != kImageFormatVersion) {
    return bad_image("unknown format version " + std::to_string(header.format_version), 8);
  }
  if (checksums && header.header_checksum != hash64(image.first(sizeof(ImageHeader) - sizeof(std::uint64_t)))) {
    return bad_image("header checksum does not match", 56);
  }
  if (header.doc_count >= kMaxSegmentDocs) return bad_image("too many documents", 12);
  if (header.image_size != image.size()) return bad_image("size differs from the header's", 40);
  const std::uint64_t room = image.size() - std::min<std::uint64_t>(header.table_offset, image.size());
  if (header.table_offset < sizeof(ImageHeader) || header.section_count > room / sizeof(SectionEntry)) {
    return bad_image("section table outside the image", 24);
  }
  return {};
}

Status verify_section(const SectionEntry& entry, std::span<const std::byte> image, std::uint64_t end, bool checksums) {
  if (entry.offset % kSectionAlignment != 0 || entry.offset < sizeof(ImageHeader) || entry.offset > end ||
      entry.size > end - entry.offset) {
    return bad_image(section_name(entry) + " lies outside the image", entry.offset);
  }
  if (checksums && hash64(image.subspan(entry.offset, entry.size)) != entry.checksum) {
    return bad_image(section_name(entry) + " does not match its checksum", entry.offset);
  }
  return {};
}

}  // namespace

const char* to_string(SectionKind kind) {
  switch (kind) {
    case SectionKind::id_offsets: return "id_offsets";
    case SectionKind::id_bytes: return "id_bytes";
    case SectionKind::id_table: return "id_table";
    case SectionKind::versions: return "versions";
    case SectionKind::sequence_numbers: return "sequence_numbers";
    case SectionKind::live_changes: return "live_changes";
    case SectionKind::source_chunks: return "source_chunks";
    case SectionKind::source_dictionaries: return "source_dictionaries";
    case SectionKind::source_offsets: return "source_offsets";
    case SectionKind::source_bytes: return "source_bytes";
    case SectionKind::field_summary: return "field_summary";
    case SectionKind::term_entries: return "term_entries";
    case SectionKind::term_block_keys: return "term_block_keys";
    case SectionKind::term_block_offsets: return "term_block_offsets";
    case SectionKind::term_bytes: return "term_bytes";
    case SectionKind::term_table: return "term_table";
    case SectionKind::postings: return "postings";
    case SectionKind::norms: return "norms";
    case SectionKind::presence: return "presence";
    case SectionKind::ordinals: return "ordinals";
    case SectionKind::numbers: return "numbers";
  }
  return "unknown";
}

Result<SegmentImage> SegmentImage::map(const std::filesystem::path& path) {
  Result<MappedFile> file = MappedFile::open(path);
  if (!file) return std::move(file).error();
  return SegmentImage(std::move(*file));
}

SegmentImage SegmentImage::copy_of(std::span<const std::byte> bytes) {
  ImageMemory memory;
  memory.append(bytes);
  return SegmentImage(std::move(memory));
}

std::span<const std::byte> SegmentImage::bytes() const {
  return std::visit([](const auto& holder) { return holder.bytes(); }, bytes_);
}

void SegmentImage::let_go(std::span<const std::byte> section) const {
  if (const auto* file = std::get_if<MappedFile>(&bytes_)) file->let_go(section);
}

Result<SectionTable> SectionTable::open(std::span<const std::byte> image, ImageTrust trust) {
  const bool checksums = trust == ImageTrust::verify;
  if (image.size() < sizeof(ImageHeader)) return bad_image("shorter than its header", image.size());
  SectionTable table;
  table.image_ = image;
  table.header_ = load<ImageHeader>(image.data());
  const ImageHeader& header = table.header_;
  if (Status sound = verify_header(header, image, checksums); !sound) return std::move(sound).error();
  const auto stored = image.subspan(header.table_offset, header.section_count * sizeof(SectionEntry));
  if (checksums && hash64(stored) != header.table_checksum) {
    return bad_image("section table does not match its checksum", header.table_offset);
  }
  table.entries_.resize(header.section_count);
  if (!stored.empty()) std::memcpy(table.entries_.data(), stored.data(), stored.size());
  // Decoders may read whole words past a section, so none may reach closer than one alignment unit to the end.
  const std::uint64_t end = image.size() > kSectionAlignment ? image.size() - kSectionAlignment : 0;
  for (const SectionEntry& entry : table.entries_) {
    if (Status sound = verify_section(entry, image, end, checksums); !sound) return std::move(sound).error();
  }
  std::sort(table.entries_.begin(), table.entries_.end(),
            [](const SectionEntry& a, const SectionEntry& b) { return sort_key(a) < sort_key(b); });
  const auto twin = std::adjacent_find(table.entries_.begin(), table.entries_.end(),
                                       [](const auto& a, const auto& b) { return sort_key(a) == sort_key(b); });
  if (twin != table.entries_.end()) return bad_image(section_name(*twin) + " occurs twice", twin->offset);
  return table;
}

std::span<const std::byte> SectionTable::find(SectionKind kind, std::uint32_t field) const {
  SectionEntry wanted;
  wanted.kind = static_cast<std::uint32_t>(kind);
  wanted.field = field;
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), wanted,
                                      [](const auto& a, const auto& b) { return sort_key(a) < sort_key(b); });
  if (found == entries_.end() || sort_key(*found) != sort_key(wanted)) return {};
  return image_.subspan(found->offset, found->size);
}

Error SectionTable::corrupt(SectionKind kind, std::uint32_t field, const char* what) const {
  SectionEntry named;
  named.kind = static_cast<std::uint32_t>(kind);
  named.field = field;
  const auto section = find(kind, field);
  const auto offset = section.data() == nullptr ? 0 : static_cast<std::uint64_t>(section.data() - image_.data());
  return bad_image(section_name(named) + ": " + what, offset);
}

ImageWriter::ImageWriter() {
  const ImageHeader blank;
  memory_.append(std::as_bytes(std::span(&blank, 1)));
}

void ImageWriter::begin_section(SectionKind kind, std::uint32_t field) {
  memory_.align(kSectionAlignment);
  SectionEntry entry;
  entry.kind = static_cast<std::uint32_t>(kind);
  entry.field = field;
  entry.offset = memory_.size();
  entries_.push_back(entry);
  section_start_ = memory_.size();
}

void ImageWriter::end_section() {
  assert(!entries_.empty() && "a section was ended before one was begun");
  SectionEntry& entry = entries_.back();
  entry.size = section_size();
  entry.checksum = hash64(memory_.bytes().subspan(entry.offset, entry.size));
}

void ImageWriter::append_sections(const ImageWriter& part) {
  for (SectionEntry entry : part.entries_) {
    memory_.align(kSectionAlignment);
    const auto bytes = part.memory_.bytes().subspan(entry.offset, entry.size);
    entry.offset = memory_.size();
    memory_.append(bytes);
    entries_.push_back(entry);
  }
}

SegmentImage ImageWriter::finish(std::uint64_t segment_id, std::uint32_t doc_count) && {
  memory_.align(kSectionAlignment);
  const std::uint64_t table_offset = memory_.size();
  memory_.append(std::as_bytes(std::span(entries_)));
  memory_.align(kSectionAlignment);
  const std::uint64_t zero = 0;
  memory_.append(std::as_bytes(std::span(&zero, 1)));
  memory_.align(kSectionAlignment);

  ImageHeader header;
  header.magic = kImageMagic;
  header.format_version = kImageFormatVersion;
  header.doc_count = doc_count;
  header.segment_id = segment_id;
  header.table_offset = table_offset;
  header.section_count = entries_.size();
  header.image_size = memory_.size();
  header.table_checksum = hash64(std::as_bytes(std::span(entries_)));
  header.header_checksum = hash64(std::as_bytes(std::span(&header, 1)).first(sizeof header - sizeof(std::uint64_t)));
  std::memcpy(memory_.data(), &header, sizeof header);
  memory_.shrink_to_fit();
  return SegmentImage(std::move(memory_));
}

}  // namespace aisle::engine
