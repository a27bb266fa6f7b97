#pragma once

#include <algorithm>

#include "engine/index/columns/ordinal_column.hpp"
#include "engine/query/iterators/filter_iterator.hpp"

namespace aisle::engine {

/// Documents with a term numbered within [first, last), from the ordinals: for ranges and prefixes of many terms.
class OrdinalRangeIterator final : public FilterIterator {
 public:
  OrdinalRangeIterator(const OrdinalColumn& column, std::uint32_t first, std::uint32_t last, std::uint32_t doc_count,
                       float score)
      : FilterIterator(doc_count, doc_count, score), column_(column), first_(first), last_(last) {}

 protected:
  void match_window(DocId base, WindowBits& bits) override {
    const std::uint32_t begin = index_of(base);
    const std::uint32_t count = std::min(kWindowSize, doc_count() - begin);
    if (column_.is_multi_valued()) {
      for (std::uint32_t i = 0; i < count; ++i) {
        if (matches(base + i)) bits.set(i);
      }
      return;
    }
    column_.visit_single([&](auto ordinals) {
      for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t from_first = static_cast<std::uint32_t>(ordinals[begin + i]) - first_;
        bits.words[i >> 6] |= static_cast<std::uint64_t>(from_first < last_ - first_) << (i & 63);
      }
    });
  }
  bool matches(DocId doc) override {
    bool found = false;
    column_.for_each(doc, [&](std::uint32_t ordinal) { found |= ordinal >= first_ && ordinal < last_; });
    return found;
  }

 private:
  const OrdinalColumn& column_;
  std::uint32_t first_;
  std::uint32_t last_;
};

}  // namespace aisle::engine
