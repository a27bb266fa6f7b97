#pragma once
// Here is a document: which terms of a keyword (or fielddata text) field does it have? As term numbers.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "engine/index/columns/ordinal_sets.hpp"

namespace aisle::engine {

/// Immutable; owned by its Segment. Any thread may read. Ordinals are TermIds of the same segment's FieldIndex.
///
/// Single-valued columns keep one ordinal per document in 8, 16 or 32 bits, as narrow as the dictionary allows, with
/// `missing()` (= term_count()) for documents without a value. Multi-valued ones keep 32-bit offsets and the ordinals,
/// increasing and distinct within a document.
class OrdinalColumn {
 public:
  bool is_multi_valued() const { return !offsets_.empty(); }
  std::uint32_t term_count() const { return term_count_; }
  std::uint32_t missing() const { return term_count(); }

  /// Calls visit(array) with the typed array of a single-valued column: std::span<const uint8_t/uint16_t/uint32_t>,
  /// one entry per document. For loops over many documents. REQUIRES: !is_multi_valued().
  template <class Visit>
  decltype(auto) visit_single(Visit&& visit) const {
    switch (width_) {
      case 1: return visit(array<std::uint8_t>());
      case 2: return visit(array<std::uint16_t>());
      default: return visit(array<std::uint32_t>());
    }
  }
  /// REQUIRES: is_multi_valued(). Ordinals of document d: values[offsets[d] .. offsets[d + 1]). `values` typed as above.
  template <class Visit>
  decltype(auto) visit_multi(Visit&& visit) const {  ///< visit(std::span<const uint32_t> offsets, typed values span)
    switch (width_) {
      case 1: return visit(offsets_, array<std::uint8_t>());
      case 2: return visit(offsets_, array<std::uint16_t>());
      default: return visit(offsets_, array<std::uint32_t>());
    }
  }

  /// Each document's combination of ordinals; null for single-valued columns and for those with too many. Made when
  /// the column is opened, not stored.
  const OrdinalSets* sets() const { return sets_.get(); }

  /// Calls visit(ordinal) for each of the document's values, increasing. For one document at a time.
  template <class Visit>
  void for_each(DocId doc, Visit&& visit) const {
    if (!is_multi_valued()) {
      const std::uint32_t ordinal = value(index_of(doc));
      if (ordinal != missing()) visit(ordinal);
      return;
    }
    for (std::uint32_t i = offsets_[index_of(doc)]; i < offsets_[index_of(doc) + 1]; ++i) visit(value(i));
  }
  bool has_value(DocId doc) const {
    if (!is_multi_valued()) return value(index_of(doc)) != missing();
    return offsets_[index_of(doc)] != offsets_[index_of(doc) + 1];
  }

  /// The stored form begins with this; offsets (multi-valued) and values follow, each aligned to 8 bytes.
  struct Header {
    std::uint32_t term_count = 0;
    std::uint32_t value_count = 0;
    std::uint8_t width = 1;  ///< bytes per value
    std::uint8_t multi_valued = 0;
    std::uint16_t reserved = 0;
    std::uint32_t reserved2 = 0;
  };
  static_assert(sizeof(Header) == 16);

  /// Views a section of a segment of `doc_count` documents; with `verify`, nothing in it is taken for granted.
  static Result<OrdinalColumn> open(std::span<const std::byte> section, std::uint32_t doc_count,
                                    std::uint32_t term_count, bool verify);

 private:
  template <class T>
  std::span<const T> array() const {
    return {reinterpret_cast<const T*>(values_), value_count_};
  }
  std::uint32_t value(std::size_t i) const {
    switch (width_) {
      case 1: return array<std::uint8_t>()[i];
      case 2: return array<std::uint16_t>()[i];
      default: return array<std::uint32_t>()[i];
    }
  }
  const char* find_fault() const;

  const std::byte* values_ = nullptr;
  std::size_t value_count_ = 0;
  std::span<const std::uint32_t> offsets_;
  std::uint32_t term_count_ = 0;
  std::uint8_t width_ = 1;
  std::shared_ptr<const OrdinalSets> sets_;
};

/// Gathers (document, ordinal) pairs, documents increasing, and gives a column's bytes.
class OrdinalColumnWriter {
 public:
  /// Documents do not decrease. A document's ordinals may come in any order and more than once.
  void add(std::uint32_t doc, std::uint32_t ordinal) {
    docs_.push_back(doc);
    ordinals_.push_back(ordinal);
  }
  std::vector<std::byte> finish(std::uint32_t doc_count, std::uint32_t term_count) &&;

 private:
  void sort_documents();
  std::vector<std::uint32_t> docs_;
  std::vector<std::uint32_t> ordinals_;
};

}  // namespace aisle::engine
