#pragma once
// The two files of a segment: its image, written once, and its live state, written anew at each checkpoint that finds
// it changed: which documents are deleted, versions, sequence numbers and live columns.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "engine/index/live/manifest.hpp"
#include "engine/index/segment/segment.hpp"

namespace aisle::engine {

/// A live state file's bytes: a header, the words of the live bits (none: nothing is deleted), what the segment
/// exports, a checksum over all.
std::vector<std::byte> encode_live_state(const Segment& segment, std::span<const std::uint64_t> live_words);

/// A segment as a manifest names it.
struct OpenedSegment {
  std::shared_ptr<Segment> segment;
  std::vector<std::uint64_t> live_words;  ///< empty: nothing is deleted
};
/// Maps and verifies both files. data_corrupt with file and offset when anything does not hold.
Result<OpenedSegment> open_segment_files(const std::filesystem::path& directory, const ManifestSegment& entry,
                                         const Schema& schema);

}  // namespace aisle::engine
