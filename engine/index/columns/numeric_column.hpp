#pragma once
// Here is a document: what are its numbers?
//
// Every number is kept as an integer that sorts as the number does ("encoded"): integers as they are; reals as
// value * scale for the smallest scale of 1, 10, 100, 1000, 10000 that gives every value of the column back exactly
// (prices), otherwise as the order-preserving bits of the double. Encoded values are stored as (value - base) in 8,
// 16, 32 or 64 bits.

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "base/ids.hpp"
#include "engine/schema/field_type.hpp"

namespace aisle::engine {

/// How encoded integers and numbers convert. Copyable, cheap.
struct NumericEncoding {
  enum class Kind : std::uint8_t { integer, scaled, double_bits };
  Kind kind = Kind::integer;
  double scale = 1.0;

  std::int64_t encode(double value) const;  ///< exact for values that the column may hold
  double decode(std::int64_t encoded) const;
  /// Encoded bounds [low, high] that hold exactly the column values v with v >= from and v <= to (or strict, where the
  /// flags say so). Empty (low > high) where none can.
  std::pair<std::int64_t, std::int64_t> range(std::optional<double> from, bool include_from, std::optional<double> to,
                                              bool include_to) const;
};

/// Immutable unless `is_live()`; owned by its Segment. Any thread may read; values of live columns are relaxed atomic
/// loads. Live columns are always single-valued, 64 bits wide, and reserve one encoded value for "missing".
class NumericColumn {
 public:
  ValueClass value_class() const;
  const NumericEncoding& encoding() const;
  bool is_multi_valued() const;
  bool is_live() const;

  bool has_value(DocId doc) const;
  /// The smallest encoded value of the document. REQUIRES: has_value(doc).
  std::int64_t first(DocId doc) const;
  /// Calls visit(encoded) for each of the document's values, increasing (duplicates kept).
  template <class Visit>
  void for_each(DocId doc, Visit&& visit) const;
  double as_double(std::int64_t encoded) const { return encoding().decode(encoded); }

  /// For loops over many documents of a single-valued column: calls visit(values, present) where values(i) gives
  /// document i's encoded value (unspecified where missing) and present(i) whether it has one; both are cheap inlined
  /// functors on the concrete width. REQUIRES: !is_multi_valued().
  template <class Visit>
  decltype(auto) visit_single(Visit&& visit) const;

  /// Bounds over the documents that have a value, by encoded value; for live columns as of the last seal or
  /// checkpoint widened by every change since. Nothing when the column is empty.
  std::optional<std::pair<std::int64_t, std::int64_t>> bounds() const;
};

}  // namespace aisle::engine
