#include "engine/index/segment/segment.hpp"

#include <cassert>
#include <utility>

#include "engine/index/segment/completion_term.hpp"

namespace aisle::engine {
namespace {

Status load_states(const SectionTable& sections, DocumentStates& states) {
  const std::uint32_t doc_count = states.doc_count();
  const auto versions = sections.find(SectionKind::versions);
  const auto numbers = sections.find(SectionKind::sequence_numbers);
  const auto changes = sections.find(SectionKind::live_changes);
  if (versions.size() != std::size_t{8} * doc_count) return sections.corrupt(SectionKind::versions, 0, "wrong size");
  if (numbers.size() != versions.size()) return sections.corrupt(SectionKind::sequence_numbers, 0, "wrong size");
  if (!changes.empty() && changes.size() != 8 * DocumentStates::words(doc_count)) {
    return sections.corrupt(SectionKind::live_changes, 0, "wrong size");
  }
  const auto version_array = section_array<std::uint64_t>(versions);
  const auto number_array = section_array<std::uint64_t>(numbers);
  for (std::uint32_t i = 0; i < doc_count; ++i) states.set(DocId{i}, version_array[i], number_array[i]);
  const auto change_array = section_array<std::uint64_t>(changes);
  for (std::size_t i = 0; i < change_array.size(); ++i) states.set_change_word(i, change_array[i]);
  return {};
}

/// Null when every term of a completion field can be taken apart.
const char* find_completion_fault(const FieldIndex& index) {
  const char* fault = nullptr;
  index.for_each_term(0, index.term_count(), [&](TermId, std::string_view term) {
    if (!is_completion_term(term)) fault = "a completion without key or weight";
    return fault == nullptr;
  });
  return fault;
}

bool is_of_field(const SectionEntry& entry) { return entry.kind >= static_cast<std::uint32_t>(SectionKind::field_summary); }

}  // namespace

Result<std::shared_ptr<Segment>> Segment::open(SegmentImage image, const Schema& schema, ImageTrust trust) {
  std::shared_ptr<Segment> segment(new Segment);
  segment->image_ = std::make_shared<const SegmentImage>(std::move(image));
  Result<SectionTable> sections = SectionTable::open(segment->image_->bytes(), trust);
  if (!sections) return std::move(sections).error();
  segment->id_ = sections->header().segment_id;
  segment->doc_count_ = sections->header().doc_count;
  segment->image_parts_ = parts_of_image(*sections);
  // Every document has eight bytes of version in the image: a count without them must not size any array.
  if (sections->find(SectionKind::versions).size() != std::size_t{8} * segment->doc_count_) {
    return sections->corrupt(SectionKind::versions, 0, "wrong size");
  }
  segment->states_ = std::make_shared<DocumentStates>(segment->doc_count_);
  segment->cache_ = std::make_shared<SegmentCache>(segment->doc_count_);
  if (Status loaded = load_states(*sections, *segment->states_); !loaded) return std::move(loaded).error();
  Result<IdTable> ids = IdTable::open(*sections, trust);
  if (!ids) return std::move(ids).error();
  segment->ids_ = *ids;
  Result<SourceStore> sources = SourceStore::open(*sections, trust);
  if (!sources) return std::move(sources).error();
  segment->sources_ = std::make_shared<const SourceStore>(std::move(*sources));
  if (Status opened = segment->open_fields(*sections, schema, trust); !opened) return std::move(opened).error();
  segment->let_go_of_what_queries_pass_by(*sections);
  return segment;
}

/// Opening read every byte to verify it. Sources are read ten at a time, at most; versions were copied.
void Segment::let_go_of_what_queries_pass_by(const SectionTable& sections) const {
  for (const SectionKind kind : {SectionKind::source_bytes, SectionKind::versions, SectionKind::sequence_numbers}) {
    image_->let_go(sections.find(kind));
  }
}

Status Segment::open_fields(const SectionTable& sections, const Schema& schema, ImageTrust trust) {
  parts_.resize(schema.size());
  for (const SectionEntry& entry : sections.entries()) {
    if (!is_of_field(entry)) continue;
    const auto kind = static_cast<SectionKind>(entry.kind);
    if (entry.field >= schema.size()) return sections.corrupt(kind, entry.field, "the schema has no such field");
  }
  for (std::uint32_t field = 0; field < schema.size(); ++field) {
    if (Status opened = open_field(sections, field, trust); !opened) return opened;
    const FieldIndex* index = field_index(FieldId{field});
    if (trust == ImageTrust::own || index == nullptr || !schema.field(FieldId{field}).is_completion()) continue;
    if (const char* fault = find_completion_fault(*index)) {
      return sections.corrupt(SectionKind::term_bytes, field, fault);
    }
  }
  add_live_columns(schema);
  return {};
}

Status Segment::open_field(const SectionTable& sections, std::uint32_t field, ImageTrust trust) {
  const bool verify = trust != ImageTrust::own;
  Parts& parts = parts_[field];
  if (!sections.find(SectionKind::field_summary, field).empty()) {
    Result<FieldIndex> index = FieldIndex::open(sections, field, trust);
    if (!index) return std::move(index).error();
    parts.index = *index;
    parts.presence = section_array<std::uint64_t>(sections.find(SectionKind::presence, field));
    if (!parts.presence.empty() && parts.presence.size() != DocumentStates::words(doc_count_)) {
      return sections.corrupt(SectionKind::presence, field, "wrong size");
    }
  }
  if (const auto section = sections.find(SectionKind::ordinals, field); !section.empty()) {
    if (!parts.index) return sections.corrupt(SectionKind::ordinals, field, "a column without a dictionary");
    Result<OrdinalColumn> column = OrdinalColumn::open(section, doc_count_, parts.index->term_count(), verify);
    if (!column) return sections.corrupt(SectionKind::ordinals, field, column.error().message.c_str());
    parts.ordinals = *column;
  }
  if (const auto section = sections.find(SectionKind::numbers, field); !section.empty()) {
    Result<NumericColumn> column = NumericColumn::open(section, doc_count_, verify);
    if (!column) return sections.corrupt(SectionKind::numbers, field, column.error().message.c_str());
    parts.numbers = *column;
  }
  return {};
}

void Segment::add_live_columns(const Schema& schema) {
  parts_.resize(schema.size());
  for (const Field& field : schema.fields()) {
    if (!field.live || !is_numeric(field.type)) continue;
    Parts& parts = parts_[index_of(field.id)];
    if (parts.live) continue;
    const NumericColumn* stored = parts.numbers ? &*parts.numbers : nullptr;
    parts.live = std::make_shared<LiveColumn>(value_class(field.type), doc_count_, stored);
    parts.numbers.reset();
  }
}

std::shared_ptr<Segment> Segment::with_schema(const Schema& schema) const {
  assert(schema.size() >= parts_.size() && "a schema only grows");
  std::shared_ptr<Segment> segment(new Segment(*this));
  segment->add_live_columns(schema);
  return segment;
}

bool Segment::has_field(FieldId field, DocId doc) const {
  const Parts* parts = parts_of(field);
  if (parts == nullptr) return false;
  if (parts->live) return parts->live->now().has_value(doc);
  if (parts->numbers) return parts->numbers->has_value(doc);
  if (!parts->index) return false;
  return parts->presence.empty() || ((parts->presence[index_of(doc) >> 6] >> (index_of(doc) & 63)) & 1) != 0;
}

void Segment::set_live(FieldId field, DocId doc, std::optional<std::int64_t> encoded) {
  assert(parts_of(field) != nullptr && parts_of(field)->live && "only live columns change in place");
  parts_of(field)->live->set(index_of(doc), encoded);
  states_->mark_changed(doc);
}

std::vector<FieldId> Segment::live_fields() const {
  std::vector<FieldId> fields;
  for (std::uint32_t i = 0; i < parts_.size(); ++i) {
    if (parts_[i].live) fields.push_back(FieldId{i});
  }
  return fields;
}

}  // namespace aisle::engine
