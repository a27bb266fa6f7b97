#pragma once

#include "engine/query/iterators/filter_iterator.hpp"

namespace aisle::engine {

/// Every document of the segment.
class MatchAllIterator final : public FilterIterator {
 public:
  MatchAllIterator(std::uint32_t doc_count, float score) : FilterIterator(doc_count, doc_count, score) {}

 protected:
  void match_window(DocId base, WindowBits& bits) override {
    const std::uint32_t left = doc_count() - index_of(base);
    for (std::uint32_t w = 0; w < kWindowWords && w * 64 < left; ++w) {
      const std::uint32_t in_word = left - w * 64;
      bits.words[w] = in_word >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << in_word) - 1;
    }
  }
  bool matches(DocId) override { return true; }
};

}  // namespace aisle::engine
