#pragma once
// Here is a document: which terms of a keyword (or fielddata text) field does it have? As term numbers.

#include <cstdint>
#include <span>

#include "base/ids.hpp"

namespace aisle::engine {

/// Immutable; owned by its Segment. Any thread may read. Ordinals are TermIds of the same segment's FieldIndex.
///
/// Single-valued columns keep one ordinal per document in 8, 16 or 32 bits, as narrow as the dictionary allows, with
/// `missing()` (= term_count()) for documents without a value. Multi-valued ones keep 32-bit offsets and the ordinals,
/// increasing and distinct within a document.
class OrdinalColumn {
 public:
  bool is_multi_valued() const;
  std::uint32_t term_count() const;
  std::uint32_t missing() const { return term_count(); }

  /// Calls visit(array) with the typed array of a single-valued column: std::span<const uint8_t/uint16_t/uint32_t>,
  /// one entry per document. For loops over many documents. REQUIRES: !is_multi_valued().
  template <class Visit>
  decltype(auto) visit_single(Visit&& visit) const;
  /// REQUIRES: is_multi_valued(). Ordinals of document d: values[offsets[d] .. offsets[d + 1]). `values` typed as above.
  template <class Visit>
  decltype(auto) visit_multi(Visit&& visit) const;  ///< visit(std::span<const uint32_t> offsets, typed values span)

  /// Calls visit(ordinal) for each of the document's values, increasing. For one document at a time.
  template <class Visit>
  void for_each(DocId doc, Visit&& visit) const;
  bool has_value(DocId doc) const;
};

}  // namespace aisle::engine
