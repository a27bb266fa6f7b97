#include "engine/index/live/manifest.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <set>
#include <utility>

#include "base/bytes.hpp"
#include "base/hash.hpp"

namespace aisle::engine {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kMagic = "AISLEMAN";
constexpr std::uint32_t kFormat = 1;
constexpr std::string_view kManifestPrefix = "manifest-";
constexpr std::string_view kSegmentPrefix = "segment-";

void put(ByteWriter& out, const ManifestSegment& segment) {
  out.put(segment.id);
  out.put(segment.doc_count);
  out.put(segment.image_bytes);
  out.put(segment.live_generation);
  out.put(segment.live_bytes);
  out.put(segment.live_checksum);
}

ManifestSegment get_segment(ByteReader& in) {
  ManifestSegment segment;
  segment.id = in.get<std::uint64_t>();
  segment.doc_count = in.get<std::uint32_t>();
  segment.image_bytes = in.get<std::uint64_t>();
  segment.live_generation = in.get<std::uint64_t>();
  segment.live_bytes = in.get<std::uint64_t>();
  segment.live_checksum = in.get<std::uint64_t>();
  return segment;
}

ManifestTombstone get_tombstone(ByteReader& in) {
  ManifestTombstone tombstone;
  tombstone.id = in.get_string();
  tombstone.version = in.get<std::uint64_t>();
  tombstone.sequence_number = in.get<std::uint64_t>();
  return tombstone;
}

Error corrupt(const char* what, std::size_t offset) {
  return Error(ErrorCode::data_corrupt, std::string(what) + " at offset " + std::to_string(offset), "manifest_corrupt");
}

}  // namespace

std::vector<std::byte> encode(const Manifest& manifest) {
  ByteWriter out;
  out.append(kMagic);
  out.put(kFormat);
  out.append(manifest.uuid);
  out.put(manifest.generation);
  out.put(manifest.replay_from);
  out.put(manifest.next_sequence_number);
  out.put(manifest.next_segment_id);
  out.put(static_cast<std::uint64_t>(manifest.segments.size()));
  for (const ManifestSegment& segment : manifest.segments) put(out, segment);
  out.put(static_cast<std::uint64_t>(manifest.tombstones.size()));
  for (const ManifestTombstone& tombstone : manifest.tombstones) {
    out.put_string(tombstone.id);
    out.put(tombstone.version);
    out.put(tombstone.sequence_number);
  }
  out.put(hash64(out.bytes()));
  return std::move(out).take();
}

Result<Manifest> decode_manifest(std::span<const std::byte> bytes) {
  if (bytes.size() < kMagic.size() + 12) return corrupt("too short for a manifest", bytes.size());
  const std::size_t body = bytes.size() - 8;
  if (std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) return corrupt("not a manifest", 0);
  if (load<std::uint64_t>(bytes.data() + body) != hash64(bytes.first(body))) return corrupt("wrong checksum", body);
  ByteReader in(bytes.first(body).subspan(kMagic.size()));
  if (in.get<std::uint32_t>() != kFormat) return corrupt("unknown format version", kMagic.size());
  Manifest manifest;
  const auto uuid = in.get_bytes(manifest.uuid.size());
  std::ranges::copy(uuid, manifest.uuid.begin());
  manifest.generation = in.get<std::uint64_t>();
  manifest.replay_from = in.get<std::uint64_t>();
  manifest.next_sequence_number = in.get<std::uint64_t>();
  manifest.next_segment_id = in.get<std::uint64_t>();
  for (auto left = in.get<std::uint64_t>(); left > 0 && in.ok(); --left) manifest.segments.push_back(get_segment(in));
  for (auto left = in.get<std::uint64_t>(); left > 0 && in.ok(); --left) {
    manifest.tombstones.push_back(get_tombstone(in));
  }
  if (!in.ok() || in.remaining() != 0) return corrupt("wrong length", in.offset() + kMagic.size());
  return manifest;
}

std::map<std::uint64_t, fs::path> list_manifests(const fs::path& directory) {
  std::map<std::uint64_t, fs::path> found;
  std::error_code failed;
  for (fs::directory_iterator it(directory, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(kManifestPrefix)) continue;
    std::uint64_t generation = 0;
    const char* last = name.data() + name.size();
    const auto parsed = std::from_chars(name.data() + kManifestPrefix.size(), last, generation);
    if (parsed.ec == std::errc{} && parsed.ptr == last) found.emplace(generation, it->path());
  }
  return found;
}

fs::path manifest_path(const fs::path& directory, std::uint64_t generation) {
  return directory / (std::string(kManifestPrefix) + std::to_string(generation));
}

fs::path segment_path(const fs::path& directory, std::uint64_t id) {
  return directory / (std::string(kSegmentPrefix) + std::to_string(id) + ".seg");
}

fs::path live_state_path(const fs::path& directory, std::uint64_t id, std::uint64_t generation) {
  return directory / (std::string(kSegmentPrefix) + std::to_string(id) + ".live-" + std::to_string(generation));
}

void remove_obsolete_files(const fs::path& directory, const Manifest& manifest) {
  std::set<fs::path> wanted{manifest_path(directory, manifest.generation)};
  for (const ManifestSegment& segment : manifest.segments) {
    wanted.insert(segment_path(directory, segment.id));
    if (segment.live_generation != 0) wanted.insert(live_state_path(directory, segment.id, segment.live_generation));
  }
  std::vector<fs::path> obsolete;
  std::error_code failed;
  for (fs::directory_iterator it(directory, failed), end; !failed && it != end; it.increment(failed)) {
    const std::string name = it->path().filename().string();
    const bool ours = name.starts_with(kManifestPrefix) || name.starts_with(kSegmentPrefix) || name.ends_with(".log.tmp");
    if (ours && !name.ends_with(".damaged") && !wanted.contains(it->path())) obsolete.push_back(it->path());
  }
  std::error_code ignored;  // what stays is found again after the next checkpoint
  for (const fs::path& path : obsolete) fs::remove(path, ignored);
}

}  // namespace aisle::engine
