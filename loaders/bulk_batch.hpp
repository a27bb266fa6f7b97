#pragma once
// A `_bulk` body under construction, and what its lines came from.

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/result.hpp"
#include "loaders/sources/record.hpp"

namespace aisle::loaders {

/// Where one action of a body came from, so that its outcome can be told in terms of the input.
struct BatchItem {
  std::size_t begin = 0, size = 0;  ///< its lines in the body
  std::size_t file = 0;
  Position where;
  std::string id;
};

class BulkBatch {
 public:
  /// Appends the record's action line and document.
  void add(const Record& record, const std::string& id, std::size_t file);
  /// Appends the item of another batch.
  void add(const BulkBatch& from, const BatchItem& item);
  /// An earlier item of this batch may have the same id (or one with the same hash). Never for an empty id.
  bool may_contain(std::string_view id) const;

  const std::string& body() const { return body_; }
  const std::vector<BatchItem>& items() const { return items_; }
  bool empty() const { return items_.empty(); }

 private:
  std::string body_;
  std::vector<BatchItem> items_;
  std::unordered_set<std::uint64_t> ids_;
};

/// Appends `{"index":{"_id":"7"}}` and a line feed. `metadata` is a record's own (see Record) or empty.
void append_action_line(RecordAction action, std::string_view metadata, std::string_view id, std::string& body);

}  // namespace aisle::loaders
