#include "engine/query/iterators/numeric_range_iterator.hpp"

#include <algorithm>

namespace aisle::engine {

void NumericRangeIterator::match_window(DocId base, WindowBits& bits) {
  const std::uint32_t first = index_of(base);
  const std::uint32_t count = std::min(kWindowSize, doc_count() - first);
  if (column_.is_multi_valued()) {
    for (std::uint32_t i = 0; i < count; ++i) {
      if (matches(base + i)) bits.set(i);
    }
    return;
  }
  column_.visit_single([&](auto values, auto present) {
    for (std::uint32_t word_first = 0; word_first < count; word_first += 64) {
      const std::uint32_t in_word = std::min<std::uint32_t>(64, count - word_first);
      std::uint64_t word = 0;
      for (std::uint32_t i = 0; i < in_word; ++i) {
        const std::uint32_t doc = first + word_first + i;
        const std::int64_t value = values(doc);
        const auto inside = static_cast<std::uint64_t>(value >= low_) & static_cast<std::uint64_t>(value <= high_);
        word |= (inside & static_cast<std::uint64_t>(present(doc))) << i;
      }
      bits.words[word_first >> 6] = word;
    }
  });
}

bool NumericRangeIterator::matches(DocId doc) {
  bool found = false;
  column_.for_each(doc, [&](std::int64_t value) { found |= value >= low_ && value <= high_; });
  return found;
}

}  // namespace aisle::engine
