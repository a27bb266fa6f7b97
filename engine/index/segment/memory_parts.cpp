#include "engine/index/segment/memory_parts.hpp"

#include "engine/index/segment/segment.hpp"

namespace aisle::engine {
namespace {

MemoryPart part_of(SectionKind kind) {
  switch (kind) {
    case SectionKind::id_offsets:
    case SectionKind::id_bytes:
    case SectionKind::id_table: return MemoryPart::ids;
    case SectionKind::versions:
    case SectionKind::sequence_numbers:
    case SectionKind::live_changes: return MemoryPart::versions;
    case SectionKind::source_chunks:
    case SectionKind::source_dictionaries:
    case SectionKind::source_offsets:
    case SectionKind::source_bytes: return MemoryPart::sources;
    case SectionKind::field_summary:
    case SectionKind::term_entries:
    case SectionKind::term_block_keys:
    case SectionKind::term_block_offsets:
    case SectionKind::term_bytes:
    case SectionKind::term_table: return MemoryPart::dictionaries;
    case SectionKind::postings: return MemoryPart::postings;
    case SectionKind::norms:
    case SectionKind::presence: return MemoryPart::norms;
    case SectionKind::ordinals: return MemoryPart::ordinals;
    case SectionKind::numbers: return MemoryPart::numbers;
  }
  return MemoryPart::other;
}

}  // namespace

std::string_view to_string(MemoryPart part) {
  switch (part) {
    case MemoryPart::ids: return "ids";
    case MemoryPart::versions: return "versions";
    case MemoryPart::sources: return "sources";
    case MemoryPart::dictionaries: return "dictionaries";
    case MemoryPart::postings: return "postings";
    case MemoryPart::norms: return "norms";
    case MemoryPart::ordinals: return "ordinals";
    case MemoryPart::numbers: return "numbers";
    case MemoryPart::live_values: return "live_values";
    case MemoryPart::derived: return "derived";
    case MemoryPart::other: return "other";
  }
  return "other";
}

MemoryParts parts_of_image(const SectionTable& sections) {
  MemoryParts parts;
  for (const SectionEntry& entry : sections.entries()) {
    parts[part_of(static_cast<SectionKind>(entry.kind))] += entry.size;
  }
  parts[MemoryPart::other] = sections.header().image_size - parts.total();
  return parts;
}

MemoryParts Segment::memory_parts() const {
  MemoryParts parts = image_parts_;
  parts[MemoryPart::versions] += states_->memory_bytes();
  parts[MemoryPart::sources] += sources_->digested_bytes();
  for (const Parts& field : parts_) {
    if (field.live) parts[MemoryPart::live_values] += field.live->memory_bytes();
  }
  parts[MemoryPart::derived] += derived_->memory_bytes() + cache_->memory_bytes();
  parts[MemoryPart::other] += sizeof *this + parts_.size() * sizeof(Parts);
  return parts;
}

}  // namespace aisle::engine
