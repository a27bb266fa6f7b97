#pragma once
// Documents with a number within bounds, straight from the column: no index is needed for windows or for candidates.

#include <cstdint>
#include <utility>

#include "engine/index/columns/numeric_column.hpp"
#include "engine/query/iterators/filter_iterator.hpp"

namespace aisle::engine {

/// Bounds are encoded and inclusive. Live columns are read as they are now.
class NumericRangeIterator final : public FilterIterator {
 public:
  NumericRangeIterator(const NumericColumn& column, std::int64_t low, std::int64_t high, std::uint32_t doc_count,
                       float score)
      : FilterIterator(doc_count, doc_count, score), column_(column), low_(low), high_(high) {}

 protected:
  void match_window(DocId base, WindowBits& bits) override;
  bool matches(DocId doc) override;

 private:
  std::pair<std::uint64_t, std::uint64_t> code_bounds(std::uint64_t greatest) const;

  const NumericColumn& column_;
  std::int64_t low_;
  std::int64_t high_;
};

}  // namespace aisle::engine
