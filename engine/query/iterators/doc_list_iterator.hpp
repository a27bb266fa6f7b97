#pragma once

#include <algorithm>
#include <vector>

#include "engine/query/iterators/filter_iterator.hpp"

namespace aisle::engine {

/// A few documents known by number, as an `ids` clause finds them.
class DocListIterator final : public FilterIterator {
 public:
  /// REQUIRES: `docs` increasing and below doc_count.
  DocListIterator(std::vector<DocId> docs, std::uint32_t doc_count, float score)
      : FilterIterator(doc_count, docs.size(), score), docs_(std::move(docs)) {}

 protected:
  void match_window(DocId base, WindowBits& bits) override {
    for (auto it = std::lower_bound(docs_.begin(), docs_.end(), base); it != docs_.end(); ++it) {
      if (*it >= base + kWindowSize) return;
      bits.set(index_of(*it) - index_of(base));
    }
  }
  bool matches(DocId doc) override { return std::binary_search(docs_.begin(), docs_.end(), doc); }

 private:
  std::vector<DocId> docs_;
};

}  // namespace aisle::engine
