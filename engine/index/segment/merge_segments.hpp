#pragma once
// Several segments become one, without their deleted documents.

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/index/segment/segment.hpp"
#include "engine/schema/schema.hpp"

namespace aisle::engine {

/// A segment and which of its documents go on; null: all.
struct MergeInput {
  const Segment* segment = nullptr;
  const LiveDocs* live = nullptr;
};

struct MergeOutput {
  SegmentImage image;
  /// By input, by document: its number in the image, kEndDoc for documents left behind.
  std::vector<std::vector<DocId>> doc_maps;
  std::uint32_t doc_count = 0;
};

/// Documents keep their order: by input, then by number. Nothing is analysed again; postings are read term by term
/// and written anew, sources copied as they are compressed. Takes about a microsecond per posting list and a few
/// nanoseconds per posting.
///
/// Live values, versions and change marks may change meanwhile and are taken as they are when passed by; the caller
/// applies what changed once more, by way of the doc maps. `schema`: at least as wide as the inputs'. `threads` may work on
/// fields at the same time; the image is the same.
MergeOutput merge_segments(std::span<const MergeInput> inputs, const Schema& schema, std::uint64_t new_segment_id,
                           unsigned threads = 1);

}  // namespace aisle::engine
