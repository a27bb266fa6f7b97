#pragma once
// Stored sources of several segments, put together.

#include <span>

#include "engine/index/segment/merge_field.hpp"

namespace aisle::engine {

/// A chunk whose documents take fewer bytes than so many times its dictionary is small: neighbouring small chunks are
/// compressed together, with one dictionary, so that the dictionaries of ever smaller chunks never outweigh what they
/// save. Dictionaries are therefore at most about a thirtieth of what is stored, however many segments were merged.
inline constexpr std::uint64_t kLeastBytesPerDictionaryByte = 32;

/// Writes the source sections. Documents of chunks that are not small are copied as they are compressed.
void merge_sources(std::span<const MappedSegment> inputs, ImageWriter& image);

}  // namespace aisle::engine
