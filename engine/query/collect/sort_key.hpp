#pragma once
// One key of a sort in one segment: a document in, an integer out by which documents compare.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/index/window.hpp"
#include "engine/query/search_request.hpp"

namespace aisle::engine {

/// A key's value of one document in a form that compares across segments: less is earlier, direction included.
struct MergeKey {
  std::int64_t number = 0;  ///< for texts: -1 missing and first, 0 a text, 1 missing and last
  std::string text;
  friend bool operator==(const MergeKey&, const MergeKey&) = default;
};

/// What one search_after value means to a segment: documents whose key is less came before; equal ones go by the next
/// key.
struct AfterBound {
  std::int64_t key = 0;
  bool exact = true;      ///< false: no document's key equals the value, `key` itself is on the side below says
  bool key_is_after = false;  ///< not exact: documents with `key` come after the value
  int compare(std::int64_t other) const {
    if (other != key) return other < key ? -1 : 1;
    return exact ? 0 : key_is_after ? 1 : -1;
  }
};

/// Keys of the values within low .. high, encoded; crossed where these are.
struct KeyRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
  bool exact = false;  ///< no document without a value has one of these keys
  static KeyRange of(std::int64_t low, std::int64_t high, std::int64_t missing_key) {
    return {low, high, missing_key < low || missing_key > high};
  }
};

/// What is known of a key that a single-valued column of numbers alone decides.
class ColumnKey {
 public:
  virtual ~ColumnKey() = default;
  virtual FieldId field() const = 0;
  /// In the form that keys are made from.
  virtual const NumericColumn& column() const = 0;
  /// The key of documents with this code. REQUIRES: the column is live.
  virtual std::int64_t key_of(std::uint64_t code) const = 0;
  /// Nothing where bounds are not values, so that they have no keys.
  virtual std::optional<KeyRange> keys_of(std::int64_t low, std::int64_t high) const = 0;
  /// Adds what tells it apart from other keys over that field.
  virtual void append_settings(std::string& out) const = 0;
};

/// Reads a key. Smaller integers come first, whatever the direction. Owned by the segment's collector.
class SegmentSortKey {
 public:
  virtual ~SegmentSortKey() = default;
  virtual std::int64_t key(DocId doc, float score) = 0;
  /// The keys of a window's documents, by offset; out holds kWindowSize. A faster key() for many documents.
  virtual void window_keys(const Window& window, std::int64_t* out) {
    window.bits.for_each([&](std::uint32_t offset) {
      out[offset] = key(window.base + offset, static_cast<float>(window.scores[offset]));
    });
  }
  /// The keys of documents without scores, in their order. A faster key() for many documents.
  virtual void list_keys(std::span<const std::uint32_t> docs, std::int64_t* out) {
    for (std::size_t i = 0; i < docs.size(); ++i) out[i] = key(DocId{docs[i]}, 0.0F);
  }
  /// Where one column alone decides the key: how. Null elsewhere. Lives as long as this.
  virtual const ColumnKey* column_key() const { return nullptr; }
  /// For merging with other segments. `key` is what key() gave.
  virtual MergeKey merge_key(std::int64_t key) = 0;
  virtual AfterBound after(const Value& value) = 0;
};

/// A sort key made ready for one snapshot.
class SortKeyPlan {
 public:
  virtual ~SortKeyPlan() = default;
  virtual std::unique_ptr<SegmentSortKey> bind(const SegmentView& view) const = 0;
  /// The value that a response shows and that search_after takes.
  virtual Value shown(const MergeKey& key) const = 0;
  virtual bool descending() const = 0;
  virtual bool is_text() const { return false; }
};

/// Errors: "query_shard_exception" (no mapping), "illegal_argument" (text without fielddata, bad missing value).
Result<std::unique_ptr<SortKeyPlan>> make_sort_key(const SortKey& key, const Schema& schema);

}  // namespace aisle::engine
