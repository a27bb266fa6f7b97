#pragma once
// The sections that every document has a part in, whatever its fields: ids, versions, change marks.

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/index/segment/id_table.hpp"
#include "engine/index/segment/segment_image.hpp"

namespace aisle::engine {

/// Gathers documents in order and writes their sections. Used by one thread.
class DocumentSections {
 public:
  void add(std::string_view id, std::uint64_t version, std::uint64_t sequence_number, bool live_changes) {
    const std::size_t doc = versions_.size();
    ids_.add(id);
    versions_.push_back(version);
    sequence_numbers_.push_back(sequence_number);
    if (doc % 64 == 0) changes_.push_back(0);
    changes_.back() |= std::uint64_t{live_changes} << (doc % 64);
  }
  void write(ImageWriter& image) const {
    ids_.write(image);
    image.add_section(SectionKind::versions, 0, std::span<const std::uint64_t>(versions_));
    image.add_section(SectionKind::sequence_numbers, 0, std::span<const std::uint64_t>(sequence_numbers_));
    image.add_section(SectionKind::live_changes, 0, std::span<const std::uint64_t>(changes_));
  }

 private:
  IdTableWriter ids_;
  std::vector<std::uint64_t> versions_;
  std::vector<std::uint64_t> sequence_numbers_;
  std::vector<std::uint64_t> changes_;
};

}  // namespace aisle::engine
