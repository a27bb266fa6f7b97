#pragma once

#include <memory>
#include <vector>

#include "engine/query/iterators/filter_iterator.hpp"

namespace aisle::engine {

/// One bit per document of a segment, padded to whole windows. Shared so that a cache may keep it.
struct DocBitset {
  explicit DocBitset(std::uint32_t doc_count)
      : words((doc_count + kWindowSize - 1) / kWindowSize * kWindowWords) {}
  void set(DocId doc) { words[index_of(doc) >> 6] |= std::uint64_t{1} << (index_of(doc) & 63); }
  bool test(DocId doc) const { return (words[index_of(doc) >> 6] >> (index_of(doc) & 63)) & 1; }
  std::uint64_t count() const;

  std::vector<std::uint64_t> words;
};

/// Documents of a set that was worked out beforehand: many terms' postings, ids, a cached filter.
class BitsetIterator final : public FilterIterator {
 public:
  BitsetIterator(std::shared_ptr<const DocBitset> bits, std::uint32_t doc_count, std::uint64_t count, float score)
      : FilterIterator(doc_count, count, score), bits_(std::move(bits)) {}

 protected:
  void match_window(DocId base, WindowBits& bits) override {
    const std::uint64_t* words = bits_->words.data() + (index_of(base) >> 6);
    for (std::uint32_t w = 0; w < kWindowWords; ++w) bits.words[w] = words[w];
  }
  bool matches(DocId doc) override { return bits_->test(doc); }

 private:
  std::shared_ptr<const DocBitset> bits_;
};

}  // namespace aisle::engine
