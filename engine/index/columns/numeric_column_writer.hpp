#pragma once
// Numbers of documents on their way into a column.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/index/columns/numeric_column.hpp"

namespace aisle::engine {

/// Gathers (document, number) pairs and gives a column's bytes. Documents do not decrease; a document's numbers may
/// come in any order and more than once. Used by one thread.
class NumericColumnWriter {
 public:
  explicit NumericColumnWriter(ValueClass value_class) : value_class_(value_class) {}

  void add_integer(std::uint32_t doc, std::int64_t value) {
    docs_.push_back(doc);
    values_.push_back(value);
  }
  void add_real(std::uint32_t doc, double value) { add_integer(doc, std::bit_cast<std::int64_t>(value)); }
  /// Keeps only the last value of each document, as live columns do.
  void keep_last_values();

  ValueClass value_class() const { return value_class_; }
  bool empty() const { return docs_.empty(); }
  std::size_t memory_bytes() const { return docs_.size() * 4 + values_.size() * 8; }
  /// Forgets everything but keeps the memory.
  void clear() {
    docs_.clear();
    values_.clear();
  }

  std::vector<std::byte> finish(std::uint32_t doc_count) const;

 private:
  NumericEncoding choose_encoding() const;
  std::vector<std::int64_t> encode(const NumericEncoding& encoding) const;
  void sort_documents(std::vector<std::int64_t>& encoded) const;

  ValueClass value_class_;
  std::vector<std::uint32_t> docs_;
  std::vector<std::int64_t> values_;  // reals by their bits
};

}  // namespace aisle::engine
