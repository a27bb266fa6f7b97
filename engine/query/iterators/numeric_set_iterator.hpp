#pragma once

#include <algorithm>
#include <vector>

#include "engine/index/columns/numeric_column.hpp"
#include "engine/query/iterators/filter_iterator.hpp"

namespace aisle::engine {

/// Documents with one of several numbers (`terms` on a number field).
class NumericSetIterator final : public FilterIterator {
 public:
  /// `values`: encoded, increasing.
  NumericSetIterator(const NumericColumn& column, std::vector<std::int64_t> values, std::uint32_t doc_count,
                     float score)
      : FilterIterator(doc_count, doc_count, score), column_(column), values_(std::move(values)) {}

 protected:
  void match_window(DocId base, WindowBits& bits) override {
    const std::uint32_t count = std::min(kWindowSize, doc_count() - index_of(base));
    for (std::uint32_t i = 0; i < count; ++i) {
      if (matches(base + i)) bits.set(i);
    }
  }
  bool matches(DocId doc) override {
    bool found = false;
    column_.for_each(doc, [&](std::int64_t value) { found |= contains(value); });
    return found;
  }

 private:
  bool contains(std::int64_t value) const { return std::binary_search(values_.begin(), values_.end(), value); }

  const NumericColumn& column_;
  std::vector<std::int64_t> values_;
};

}  // namespace aisle::engine
