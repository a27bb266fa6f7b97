#pragma once
// What a checkpoint consists of: one small checksummed file, `manifest-<generation>`, that names every segment file
// with its live state and where in the log the changes begin that it does not hold.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/index/log/log_record.hpp"

namespace aisle::engine {

struct ManifestSegment {
  std::uint64_t id = 0;
  std::uint32_t doc_count = 0;
  std::uint64_t image_bytes = 0;
  std::uint64_t live_generation = 0;  ///< 0: nothing changed since the segment was sealed, there is no such file
  std::uint64_t live_bytes = 0;
  std::uint64_t live_checksum = 0;
};

struct ManifestTombstone {
  std::string id;
  std::uint64_t version = 0;
  std::uint64_t sequence_number = 0;
};

struct Manifest {
  IndexUuid uuid{};
  std::uint64_t generation = 0;
  std::uint64_t replay_from = 0;           ///< changes below are in the segments; later ones may be
  std::uint64_t next_sequence_number = 0;  ///< no smaller number may be given out
  std::uint64_t next_segment_id = 1;
  std::vector<ManifestSegment> segments;   ///< in document order
  std::vector<ManifestTombstone> tombstones;
};

std::vector<std::byte> encode(const Manifest& manifest);
/// data_corrupt, with the offset, when a checksum or a length does not hold. Safe on any bytes.
Result<Manifest> decode_manifest(std::span<const std::byte> bytes);

/// The manifests of a folder, oldest first, by the generation in their names.
std::map<std::uint64_t, std::filesystem::path> list_manifests(const std::filesystem::path& directory);
std::filesystem::path manifest_path(const std::filesystem::path& directory, std::uint64_t generation);
std::filesystem::path segment_path(const std::filesystem::path& directory, std::uint64_t id);
std::filesystem::path live_state_path(const std::filesystem::path& directory, std::uint64_t id,
                                      std::uint64_t generation);
/// Removes segment, live state and temporary files that `manifest` does not name, and all other manifests.
void remove_obsolete_files(const std::filesystem::path& directory, const Manifest& manifest);

}  // namespace aisle::engine
