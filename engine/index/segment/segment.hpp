#pragma once
// One immutable slice of an index: everything about documents 0 .. doc_count()-1.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "engine/index/columns/live_column.hpp"
#include "engine/index/columns/numeric_column.hpp"
#include "engine/index/columns/ordinal_column.hpp"
#include "engine/index/segment/derived_parts.hpp"
#include "engine/index/segment/document_states.hpp"
#include "engine/index/segment/field_index.hpp"
#include "engine/index/segment/id_table.hpp"
#include "engine/index/segment/memory_parts.hpp"
#include "engine/index/segment/segment_cache.hpp"
#include "engine/index/segment/segment_image.hpp"
#include "engine/index/source/source_store.hpp"
#include "engine/schema/schema.hpp"

namespace aisle::engine {

/// Shared by snapshots and the writer; immutable but for live columns, versions and sequence numbers, which change in
/// place (atomics). Which documents are deleted is not known here: snapshots carry that (LiveDocs).
class Segment {
 public:
  /// Takes an image written under `schema` or one that it grew from. Live fields of the schema get a column even where
  /// no document has them. Fails with data_corrupt, naming section and offset; with ImageTrust::own it only fails
  /// where the sections themselves do not fit, and costs no pass over the bytes.
  static Result<std::shared_ptr<Segment>> open(SegmentImage image, const Schema& schema,
                                               ImageTrust trust = ImageTrust::verify);
  /// The same segment (image, live values, versions: shared, not copied) under a schema that grew: live fields that
  /// are new get their column. The old object stays valid, but does not have those.
  std::shared_ptr<Segment> with_schema(const Schema& schema) const;

  std::uint64_t id() const { return id_; }  ///< unique within its index, for file names and cache keys
  std::uint32_t doc_count() const { return doc_count_; }
  /// The bytes to write to a file and open again; live changes are not in them, see export_live_state.
  std::span<const std::byte> image_bytes() const { return image_->bytes(); }

  /// Null where no document of this segment has the field in that form.
  const FieldIndex* field_index(FieldId field) const {
    const Parts* parts = parts_of(field);
    return parts != nullptr && parts->index ? &*parts->index : nullptr;
  }
  const OrdinalColumn* ordinals(FieldId field) const {
    const Parts* parts = parts_of(field);
    return parts != nullptr && parts->ordinals ? &*parts->ordinals : nullptr;
  }
  /// Of a live field its form at hand, valid as long as the segment: see LiveColumn::now().
  const NumericColumn* numbers(FieldId field) const {
    const Parts* parts = parts_of(field);
    if (parts != nullptr && parts->live) return &parts->live->now();
    return parts != nullptr && parts->numbers ? &*parts->numbers : nullptr;
  }
  /// The column behind a live field; null for others.
  const LiveColumn* live_column(FieldId field) const {
    const Parts* parts = parts_of(field);
    return parts != nullptr ? parts->live.get() : nullptr;
  }
  /// What searches keep of the segment between requests.
  SegmentCache& cache() const { return *cache_; }
  /// True when the document has any value for the field, kept in whatever form (for `exists`).
  bool has_field(FieldId field, DocId doc) const;
  /// The documents of a text or keyword field as bits, one per document; empty where field_index(field) is not null
  /// and every document has it. REQUIRES: field_index(field) != nullptr.
  std::span<const std::uint64_t> presence(FieldId field) const { return parts_of(field)->presence; }

  /// The document's id; valid as long as the segment.
  std::string_view doc_id(DocId doc) const { return ids_.id(doc); }
  /// The newest document with this id, deleted or not; one or two cache misses.
  std::optional<DocId> find_doc(std::string_view id) const { return ids_.find(id); }
  /// The newest document with this id that `accept(doc)` takes. `hash` is hash64 of the id.
  template <class Accept>
  std::optional<DocId> find_doc_if(std::string_view id, std::uint64_t hash, Accept&& accept) const {
    return ids_.find_if(id, hash, accept);
  }
  void prefetch_id(std::uint64_t hash) const { ids_.prefetch(hash); }
  /// Appends the stored source to `out`, byte for byte as it came. Throws std::runtime_error where stored bytes do not
  /// decompress though their checksum held.
  void append_source(DocId doc, std::string& out) const { sources_->append(doc, out); }
  const SourceStore& sources() const { return *sources_; }

  std::uint64_t version(DocId doc) const { return states_->version(doc); }
  std::uint64_t sequence_number(DocId doc) const { return states_->sequence_number(doc); }
  /// True once a live column of the document changed after its source was stored: what is shown must be patched with
  /// the live values.
  bool has_live_changes(DocId doc) const { return states_->has_live_changes(doc); }

  // ---- for the writer; any thread, each document by itself

  /// Sets or removes the value of a live column, encoded by NumericColumn::live_encoding, and marks the document as
  /// changed. REQUIRES: numbers(field) is live.
  void set_live(FieldId field, DocId doc, std::optional<std::int64_t> encoded);
  void set_version(DocId doc, std::uint64_t version, std::uint64_t sequence_number) {
    states_->set(doc, version, sequence_number);
  }
  /// The value of a live column, encoded as for set_live; nothing where it is missing. REQUIRES: numbers(field) is live.
  std::optional<std::int64_t> live_value(FieldId field, DocId doc) const {
    return parts_of(field)->live->get(index_of(doc));
  }
  /// The live fields that have a column here, increasing.
  std::vector<FieldId> live_fields() const;

  /// What the image does not hold of the present: live values, versions, sequence numbers, change marks; checksummed.
  /// Documents changed meanwhile are taken as before or after, field by field: hold the writer still for a cut.
  std::vector<std::byte> export_live_state() const;
  /// Takes what export_live_state gave, for this very segment; fields that are not live now are passed over. Fails
  /// with data_corrupt and changes nothing.
  Status import_live_state(std::span<const std::byte> state);

  /// What it holds, by part.
  MemoryParts memory_parts() const;
  std::size_t memory_bytes() const { return memory_parts().total(); }
  /// What queries had worked out from this segment; shared by with_schema.
  DerivedParts& derived() const { return *derived_; }

 private:
  struct Parts {
    std::optional<FieldIndex> index;
    std::optional<OrdinalColumn> ordinals;
    std::optional<NumericColumn> numbers;  ///< none where live
    std::shared_ptr<LiveColumn> live;
    std::span<const std::uint64_t> presence;  ///< of index; empty where all documents have the field
  };
  Segment() = default;
  const Parts* parts_of(FieldId field) const {
    return index_of(field) < parts_.size() ? &parts_[index_of(field)] : nullptr;
  }
  Status open_fields(const SectionTable& sections, const Schema& schema, ImageTrust trust);
  void let_go_of_what_queries_pass_by(const SectionTable& sections) const;
  Status open_field(const SectionTable& sections, std::uint32_t field, ImageTrust trust);
  void add_live_columns(const Schema& schema);

  std::uint64_t id_ = 0;
  std::uint32_t doc_count_ = 0;
  std::shared_ptr<const SegmentImage> image_;
  MemoryParts image_parts_;
  std::vector<Parts> parts_;  // by FieldId
  IdTable ids_;
  std::shared_ptr<const SourceStore> sources_;
  std::shared_ptr<DocumentStates> states_;
  std::shared_ptr<DerivedParts> derived_ = std::make_shared<DerivedParts>();
  std::shared_ptr<SegmentCache> cache_;
};

}  // namespace aisle::engine
