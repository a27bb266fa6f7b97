#pragma once
// Merging one field of several segments.

#include <cstdint>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "engine/index/segment/segment.hpp"
#include "engine/schema/field.hpp"

namespace aisle::engine {

/// An input of a merge with where its documents go.
struct MappedSegment {
  const Segment* segment = nullptr;
  const std::vector<DocId>* doc_map = nullptr;
  std::uint32_t first = 0;  ///< new number of the first document that goes on
  bool whole = false;       ///< all go on: a document's new number is its old one plus `first`

  DocId new_number(DocId doc) const {
    return whole ? DocId{index_of(doc) + first} : (*doc_map)[index_of(doc)];
  }
  /// Calls visit(old number, new number) for each document that goes on, in order.
  template <class Visit>
  void for_each_doc(Visit&& visit) const {
    for (std::uint32_t doc = 0; doc < doc_map->size(); ++doc) {
      if ((*doc_map)[doc] != kEndDoc) visit(DocId{doc}, index_of((*doc_map)[doc]));
    }
  }
};

/// Writes the inverted half of the field, and the column of its terms where an input has one. Nothing where no input
/// has the field.
void merge_terms(std::span<const MappedSegment> inputs, FieldId field, std::uint32_t doc_count, ImageWriter& image);

/// Writes the field's numbers. Nothing where no document has one.
void merge_numbers(std::span<const MappedSegment> inputs, const Field& field, std::uint32_t doc_count,
                   ImageWriter& image);

}  // namespace aisle::engine
