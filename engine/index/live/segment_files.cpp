#include "engine/index/live/segment_files.hpp"

#include <cstring>
#include <utility>

#include "base/bytes.hpp"
#include "base/hash.hpp"
#include "base/mapped_file.hpp"
#include "engine/index/live/segment_state.hpp"

namespace aisle::engine {
namespace {

constexpr std::uint64_t kLiveStateMagic = 0x315645564C534941ULL;  // "AISLVEV1"

Error damaged(const std::filesystem::path& path, const char* what, std::size_t offset) {
  return Error(ErrorCode::data_corrupt,
               "[" + path.string() + "]: " + what + " at offset " + std::to_string(offset), "segment_corrupt");
}

Result<std::vector<std::uint64_t>> read_live_words(ByteReader& in, const Segment& segment,
                                                   const std::filesystem::path& path) {
  const auto count = in.get<std::uint64_t>();
  const std::size_t expected = (std::size_t{segment.doc_count()} + 63) / 64;
  if (count != 0 && count != expected) return damaged(path, "wrong number of live bits", in.offset());
  const auto bytes = in.get_bytes(count * sizeof(std::uint64_t));
  if (!in.ok()) return damaged(path, "live bits cut short", in.offset());
  std::vector<std::uint64_t> words(count);
  if (!bytes.empty()) std::memcpy(words.data(), bytes.data(), bytes.size());
  if (count != 0 && (words.back() & ~all_live_words(segment.doc_count()).back()) != 0) {
    return damaged(path, "live bits past the last document", in.offset());
  }
  return words;
}

Result<std::vector<std::uint64_t>> import_live_state(const std::filesystem::path& path, const ManifestSegment& entry,
                                                     Segment& segment) {
  auto file = MappedFile::open(path);
  if (!file) return damaged(path, "live state cannot be opened", 0);
  const auto bytes = file->bytes();
  if (bytes.size() != entry.live_bytes || bytes.size() < 8) return damaged(path, "wrong file size", bytes.size());
  const std::size_t body = bytes.size() - 8;
  if (load<std::uint64_t>(bytes.data() + body) != entry.live_checksum || hash64(bytes.first(body)) != entry.live_checksum) {
    return damaged(path, "wrong checksum", body);
  }
  ByteReader in(bytes.first(body));
  if (in.get<std::uint64_t>() != kLiveStateMagic) return damaged(path, "not a live state file", 0);
  if (in.get<std::uint64_t>() != segment.id()) return damaged(path, "live state of another segment", 8);
  auto words = read_live_words(in, segment, path);
  if (!words) return words;
  const std::size_t offset = in.offset();
  if (Status imported = segment.import_live_state(in.get_bytes(in.remaining())); !imported) {
    return damaged(path, imported.error().message.c_str(), offset);
  }
  return words;
}

}  // namespace

std::vector<std::byte> encode_live_state(const Segment& segment, std::span<const std::uint64_t> live_words) {
  ByteWriter out;
  out.put(kLiveStateMagic);
  out.put(segment.id());
  out.put(static_cast<std::uint64_t>(live_words.size()));
  out.append(std::as_bytes(live_words));
  out.append(segment.export_live_state());
  out.put(hash64(out.bytes()));
  return std::move(out).take();
}

Result<OpenedSegment> open_segment_files(const std::filesystem::path& directory, const ManifestSegment& entry,
                                         const Schema& schema) {
  const auto path = segment_path(directory, entry.id);
  auto image = SegmentImage::map(path);
  if (!image) return damaged(path, "segment cannot be opened", 0);
  if (image->bytes().size() != entry.image_bytes) return damaged(path, "wrong file size", image->bytes().size());
  auto segment = Segment::open(std::move(*image), schema);
  if (!segment) return Error(ErrorCode::data_corrupt, "[" + path.string() + "]: " + segment.error().message, "segment_corrupt");
  OpenedSegment opened{std::move(*segment), {}};
  if (opened.segment->id() != entry.id || opened.segment->doc_count() != entry.doc_count) {
    return damaged(path, "this is not the segment that the manifest names", 0);
  }
  if (entry.live_generation == 0) return opened;
  auto words = import_live_state(live_state_path(directory, entry.id, entry.live_generation), entry, *opened.segment);
  if (!words) return std::move(words).error();
  opened.live_words = std::move(*words);
  return opened;
}

}  // namespace aisle::engine
