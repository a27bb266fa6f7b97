#include "engine/index/segment/id_table.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace aisle::engine {

Result<IdTable> IdTable::open(const SectionTable& sections, ImageTrust trust) {
  IdTable table;
  const std::uint32_t doc_count = sections.header().doc_count;
  const auto offsets = sections.find(SectionKind::id_offsets);
  const auto slots = sections.find(SectionKind::id_table);
  if (offsets.size() != (std::size_t{doc_count} + 1) * 8) return sections.corrupt(SectionKind::id_offsets, 0, "wrong size");
  if (slots.size() % 4 != 0) return sections.corrupt(SectionKind::id_table, 0, "wrong size");
  table.offsets_ = section_array<std::uint64_t>(offsets);
  table.bytes_ = sections.find(SectionKind::id_bytes);
  const auto slot_array = section_array<std::uint32_t>(slots);
  table.slots_ = SlotTable(slot_array, doc_count);
  if (trust == ImageTrust::own) return table;
  if (table.offsets_.front() != 0 || table.offsets_.back() != table.bytes_.size() ||
      !std::is_sorted(table.offsets_.begin(), table.offsets_.end())) {
    return sections.corrupt(SectionKind::id_offsets, 0, "offsets do not cover the ids");
  }
  if (const char* fault = find_slot_fault(slot_array, doc_count)) return sections.corrupt(SectionKind::id_table, 0, fault);
  return table;
}

std::optional<DocId> IdTable::find(std::string_view wanted) const {
  const std::uint32_t found =
      slots_.find(hash64(wanted), [&](std::uint32_t doc) { return id(DocId{doc}) == wanted; });
  if (found == SlotTable::kNotFound) return std::nullopt;
  return DocId{found};
}

void IdTableWriter::add(std::string_view id) {
  const auto bytes = std::as_bytes(std::span(id.data(), id.size()));
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  offsets_.push_back(bytes_.size());
  hashes_.push_back(hash64(id));
}

void IdTableWriter::write(ImageWriter& image) const {
  image.add_section(SectionKind::id_offsets, 0, std::span<const std::uint64_t>(offsets_));
  image.add_section(SectionKind::id_bytes, 0, std::span<const std::byte>(bytes_));
  const std::vector<std::uint32_t> slots = build_slot_table(hashes_, true);
  image.add_section(SectionKind::id_table, 0, std::span<const std::uint32_t>(slots));
}

}  // namespace aisle::engine
