#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/index/segment/segment.hpp"
#include "engine/query/iterators/filter_iterator.hpp"

namespace aisle::engine {

/// Documents that have a value for any of some fields.
class ExistsIterator final : public FilterIterator {
 public:
  ExistsIterator(const Segment& segment, std::vector<FieldId> fields, float score)
      : FilterIterator(segment.doc_count(), segment.doc_count(), score), segment_(segment), fields_(std::move(fields)) {}

 protected:
  void match_window(DocId base, WindowBits& bits) override {
    const std::uint32_t count = std::min(kWindowSize, doc_count() - index_of(base));
    for (std::uint32_t i = 0; i < count; ++i) {
      bits.words[i >> 6] |= static_cast<std::uint64_t>(matches(base + i)) << (i & 63);
    }
  }
  bool matches(DocId doc) override {
    return std::any_of(fields_.begin(), fields_.end(),
                       [&](FieldId field) { return segment_.has_field(field, doc); });
  }

 private:
  const Segment& segment_;
  std::vector<FieldId> fields_;
};

}  // namespace aisle::engine
