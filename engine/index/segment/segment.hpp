#pragma once
// One immutable slice of an index: everything about documents 0 .. doc_count()-1.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "engine/index/columns/numeric_column.hpp"
#include "engine/index/columns/ordinal_column.hpp"
#include "engine/index/segment/field_index.hpp"

namespace aisle::engine {

/// Shared by snapshots and the writer; immutable but for live columns, versions and sequence numbers, which change in
/// place (atomics). Which documents are deleted is not known here: snapshots carry that (LiveDocs).
class Segment {
 public:
  std::uint64_t id() const;  ///< unique within its index, for file names and cache keys
  std::uint32_t doc_count() const;

  /// Null where no document of this segment has the field in that form.
  const FieldIndex* field_index(FieldId field) const;
  const OrdinalColumn* ordinals(FieldId field) const;
  const NumericColumn* numbers(FieldId field) const;
  /// True when the document has any value for the field, kept in whatever form (for `exists`).
  bool has_field(FieldId field, DocId doc) const;

  /// The document's id; valid as long as the segment.
  std::string_view doc_id(DocId doc) const;
  /// The newest document with this id, deleted or not; one or two cache misses.
  std::optional<DocId> find_doc(std::string_view id) const;
  /// Appends the stored source to `out`, byte for byte as it came.
  void append_source(DocId doc, std::string& out) const;

  std::uint64_t version(DocId doc) const;
  std::uint64_t sequence_number(DocId doc) const;
  /// True once a live column of the document changed after its source was stored: what is shown must be patched with
  /// the live values.
  bool has_live_changes(DocId doc) const;

  std::size_t memory_bytes() const;
};

}  // namespace aisle::engine
