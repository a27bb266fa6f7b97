#pragma once
// Stored sources of several segments, put together.

#include <span>

#include "engine/index/segment/merge_field.hpp"

namespace aisle::engine {

/// Chunks are kept in this number at most; past it everything is compressed anew, so that the dictionaries of ever
/// smaller chunks do not outweigh what they save.
inline constexpr std::size_t kMaxSourceChunks = 16;

/// Writes the source sections. Compressed documents are copied as they are; neighbours that lie uncompressed because
/// their segments were small are compressed together.
void merge_sources(std::span<const MappedSegment> inputs, ImageWriter& image);

}  // namespace aisle::engine
