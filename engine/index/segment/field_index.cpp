#include "engine/index/segment/field_index.hpp"

#include "base/bytes.hpp"

namespace aisle::engine {
namespace {

/// The section's bytes as an array, or nothing where the size does not fit.
template <class T>
std::optional<std::span<const T>> typed(const SectionTable& sections, SectionKind kind, std::uint32_t field) {
  const auto bytes = sections.find(kind, field);
  if (bytes.size() % sizeof(T) != 0) return std::nullopt;
  return section_array<T>(bytes);
}

Status verify_postings(const SectionTable& sections, std::uint32_t field, std::span<const TermEntry> entries,
                       PostingDetail kept) {
  const auto section = sections.find(SectionKind::postings, field);
  for (const TermEntry& entry : entries) {
    if (const char* fault = find_posting_fault(entry, section, kept, sections.header().doc_count)) {
      return sections.corrupt(SectionKind::postings, field, fault);
    }
  }
  return {};
}

}  // namespace

Result<FieldIndex> FieldIndex::open(const SectionTable& sections, std::uint32_t field, ImageTrust trust) {
  FieldIndex index;
  const auto corrupt = [&](SectionKind kind, const char* what) { return sections.corrupt(kind, field, what); };
  const auto summary = sections.find(SectionKind::field_summary, field);
  if (summary.size() != sizeof(FieldSummary)) return corrupt(SectionKind::field_summary, "wrong size");
  index.summary_ = load<FieldSummary>(summary.data());
  if (index.summary_.kept > PostingDetail::positions) return corrupt(SectionKind::field_summary, "unknown detail");

  const auto entries = typed<TermEntry>(sections, SectionKind::term_entries, field);
  if (!entries || entries->size() != index.summary_.term_count) return corrupt(SectionKind::term_entries, "wrong size");
  index.entries_ = *entries;
  const auto keys = typed<std::uint64_t>(sections, SectionKind::term_block_keys, field);
  const auto offsets = typed<std::uint64_t>(sections, SectionKind::term_block_offsets, field);
  const auto slots = typed<std::uint32_t>(sections, SectionKind::term_table, field);
  if (!keys || !offsets || !slots) return corrupt(SectionKind::term_block_keys, "wrong size");
  const Dictionary::Parts parts{*keys, *offsets, sections.find(SectionKind::term_bytes, field), *slots,
                                index.summary_.term_count};
  index.dictionary_ = Dictionary(parts);

  const std::uint32_t doc_count = sections.header().doc_count;
  index.norms_ = section_array<std::uint8_t>(sections.find(SectionKind::norms, field));
  if (index.norms_.size() != (index.summary_.has_norms != 0 ? doc_count : 0)) {
    return corrupt(SectionKind::norms, "wrong size");
  }
  index.view_ = {sections.find(SectionKind::postings, field).data(),
                 index.summary_.has_norms != 0 ? index.norms_.data() : nullptr, doc_count, index.summary_.kept};
  if (trust == ImageTrust::own) return index;
  if (const char* fault = Dictionary::find_fault(parts)) return corrupt(SectionKind::term_bytes, fault);
  if (Status sound = verify_postings(sections, field, *entries, index.summary_.kept); !sound) {
    return std::move(sound).error();
  }
  return index;
}

std::uint64_t FieldIndex::term_freq(TermId term) const {
  const TermEntry& entry = entries_[index_of(term)];
  if (entry.doc_freq == 1) return entry.single_freq();
  return load<ListHeader>(view_.postings + entry.payload).term_freq;
}

}  // namespace aisle::engine
