#pragma once
// Here is a document: what are its numbers?
//
// Every number is kept as an integer that sorts as the number does ("encoded"): integers as they are; reals as
// value * scale for the smallest scale of 1, 10, 100, 1000, 10000 that gives every value of the column back exactly
// (prices), otherwise as the order-preserving bits of the double. Encoded values are stored as (value - base) in 8,
// 16, 32 or 64 bits.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "engine/index/columns/live_values.hpp"
#include "engine/index/columns/numeric_encoding.hpp"
#include "engine/schema/field_type.hpp"

namespace aisle::engine {

/// Document i's encoded value in a packed array.
template <class T>
struct PackedValues {
  const T* values;
  std::int64_t base;
  std::int64_t operator()(std::uint32_t i) const {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(base) + static_cast<std::uint64_t>(values[i]));
  }
};
/// Document i's stored number less the column's base: what kernels count before anything is looked at.
template <class T>
struct PackedCodes {
  const T* codes;
  T operator()(std::uint32_t i) const { return codes[i]; }
};

/// Whether document i has a value, for each way to know.
struct AllPresent {
  bool operator()(std::uint32_t) const { return true; }
};
struct BitmapPresence {
  const std::uint64_t* words;
  bool operator()(std::uint32_t i) const { return (words[i >> 6] >> (i & 63)) & 1; }
};

/// Immutable unless `is_live()`; owned by its Segment. Any thread may read; values of live columns are relaxed atomic
/// loads. Live columns are always single-valued and give kMissingLiveValue for "missing". A live value may change
/// between two reads: read it once, compare it with kMissingLiveValue. A live column's encoding and width are those of
/// one form of it (LiveColumn): take the column from its segment once for a walk over documents.
class NumericColumn {
 public:
  ValueClass value_class() const { return value_class_; }
  const NumericEncoding& encoding() const { return encoding_; }
  bool is_multi_valued() const { return !offsets_.empty(); }
  bool is_live() const { return live_ != nullptr; }

  bool has_value(DocId doc) const {
    if (live_ != nullptr) return live_->get(index_of(doc)) != kMissingLiveValue;
    if (is_multi_valued()) return offsets_[index_of(doc)] != offsets_[index_of(doc) + 1];
    return presence_ == nullptr || BitmapPresence{presence_}(index_of(doc));
  }
  /// The smallest encoded value of the document. REQUIRES: has_value(doc).
  std::int64_t first(DocId doc) const {
    if (live_ != nullptr) return live_->get(index_of(doc));
    return value(is_multi_valued() ? offsets_[index_of(doc)] : index_of(doc));
  }
  /// Calls visit(encoded) for each of the document's values, increasing (duplicates kept).
  template <class Visit>
  void for_each(DocId doc, Visit&& visit) const {
    if (is_multi_valued()) {
      for (std::uint32_t i = offsets_[index_of(doc)]; i < offsets_[index_of(doc) + 1]; ++i) visit(value(i));
    } else if (live_ != nullptr) {
      if (const std::int64_t live = live_->get(index_of(doc)); live != kMissingLiveValue) visit(live);
    } else if (has_value(doc)) {
      visit(value(index_of(doc)));
    }
  }
  double as_double(std::int64_t encoded) const { return encoding().decode(encoded); }

  /// For loops over many documents of a single-valued column: calls visit(values, present) where values(i) gives
  /// document i's encoded value (unspecified where missing) and present(i) whether it has one; both are cheap inlined
  /// functors on the concrete width. REQUIRES: !is_multi_valued().
  template <class Visit>
  decltype(auto) visit_single(Visit&& visit) const {
    if (live_ != nullptr) {
      return live_->visit([&]<class T>(LiveCodes<T> codes) {
        return visit(LiveValueReader<T>{codes, base_}, LivePresence<T>{codes});
      });
    }
    switch (width_) {
      case 1: return visit_presence(packed<std::uint8_t>(), visit);
      case 2: return visit_presence(packed<std::uint16_t>(), visit);
      case 4: return visit_presence(packed<std::uint32_t>(), visit);
      default: return visit_presence(packed<std::uint64_t>(), visit);
    }
  }
  /// For counting kernels over a single-valued column: calls visit(codes, present) where codes(i) is document i's
  /// encoded value less base(), as narrow as it is kept; live columns keep 0 for "missing" and are AllPresent here,
  /// others are asked for present(i) first. REQUIRES: !is_multi_valued().
  template <class Visit>
  decltype(auto) visit_codes(Visit&& visit) const {
    if (live_ != nullptr) return live_->visit([&](auto codes) { return visit(codes, AllPresent{}); });
    switch (width_) {
      case 1: return visit_presence(codes<std::uint8_t>(), visit);
      case 2: return visit_presence(codes<std::uint16_t>(), visit);
      case 4: return visit_presence(codes<std::uint32_t>(), visit);
      default: return visit_presence(codes<std::uint64_t>(), visit);
    }
  }
  std::int64_t base() const { return base_; }
  std::uint8_t width() const { return width_; }  ///< bytes a code
  /// For loops over many documents of a multi-valued column: calls visit(offsets, values) where document d's values
  /// are values(offsets[d]) .. values(offsets[d + 1] - 1), increasing. REQUIRES: is_multi_valued().
  template <class Visit>
  decltype(auto) visit_multi(Visit&& visit) const {
    switch (width_) {
      case 1: return visit(offsets_, packed<std::uint8_t>());
      case 2: return visit(offsets_, packed<std::uint16_t>());
      case 4: return visit(offsets_, packed<std::uint32_t>());
      default: return visit(offsets_, packed<std::uint64_t>());
    }
  }

  /// Bounds over the documents that have a value, by encoded value; for live columns as of the last seal or
  /// checkpoint widened by every change since. Nothing when the column is empty.
  std::optional<std::pair<std::int64_t, std::int64_t>> bounds() const;

  /// The stored form begins with this. Presence bits (where some single values are missing), offsets (multi-valued)
  /// and values follow, each aligned to 8 bytes.
  struct Header {
    double scale = 1.0;
    std::int64_t base = 0;
    std::int64_t low = 0;   ///< bounds; low > high when empty
    std::int64_t high = -1;
    std::uint32_t value_count = 0;
    ValueClass value_class = ValueClass::integer;
    NumericEncoding::Kind encoding = NumericEncoding::Kind::integer;
    std::uint8_t width = 1;  ///< bytes per value
    std::uint8_t multi_valued = 0;
    std::uint8_t has_presence = 0;
    std::array<std::uint8_t, 7> reserved{};
  };
  static_assert(sizeof(Header) == 48);

  /// Views a section; with `verify`, nothing in it is taken for granted.
  static Result<NumericColumn> open(std::span<const std::byte> section, std::uint32_t doc_count, bool verify);
  /// One form of a live column; views `values`.
  static NumericColumn of_live(ValueClass value_class, NumericEncoding encoding, const LiveValues& values);
  /// How values of live columns are encoded on their way in and out, whatever the form they are kept in.
  static NumericEncoding live_encoding(ValueClass value_class);

 private:
  template <class T>
  PackedValues<T> packed() const {
    return {reinterpret_cast<const T*>(values_), base_};
  }
  template <class T>
  PackedCodes<T> codes() const {
    return {reinterpret_cast<const T*>(values_)};
  }
  template <class Values, class Visit>
  decltype(auto) visit_presence(Values values, Visit&& visit) const {
    if (presence_ == nullptr) return visit(values, AllPresent{});
    return visit(values, BitmapPresence{presence_});
  }
  std::int64_t value(std::uint32_t i) const {
    switch (width_) {
      case 1: return packed<std::uint8_t>()(i);
      case 2: return packed<std::uint16_t>()(i);
      case 4: return packed<std::uint32_t>()(i);
      default: return packed<std::uint64_t>()(i);
    }
  }
  const char* find_fault(std::uint32_t value_count) const;

  ValueClass value_class_ = ValueClass::integer;
  NumericEncoding encoding_;
  std::uint8_t width_ = 1;
  std::int64_t base_ = 0;
  std::int64_t low_ = 0;
  std::int64_t high_ = -1;
  const std::byte* values_ = nullptr;
  const std::uint64_t* presence_ = nullptr;  ///< null where every document has a value
  std::span<const std::uint32_t> offsets_;
  const LiveValues* live_ = nullptr;
};

}  // namespace aisle::engine
