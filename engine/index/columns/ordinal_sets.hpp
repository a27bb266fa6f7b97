#pragma once
// A multi-valued column often has few distinct combinations: every product of one shelf has the same category levels.
// Which combination does a document have?
//
// Counting combinations takes one increment a document, whatever its number of values; they are taken apart once a
// segment.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace aisle::engine {

/// Immutable; any thread may read. Two bytes a document.
class OrdinalSets {
 public:
  /// Views neither argument afterwards. `values` are the column's ordinals, `width` bytes each; document d's are
  /// offsets[d] .. offsets[d + 1] - 1. Empty where the combinations are too many to be worth it; time is linear.
  static OrdinalSets of(std::span<const std::uint32_t> offsets, const std::byte* values, std::size_t width);

  bool empty() const { return examples_.empty(); }
  std::size_t size() const { return examples_.size(); }
  /// Each document's combination, by document.
  std::span<const std::uint16_t> by_document() const { return by_document_; }
  /// A document that has this combination.
  std::uint32_t example(std::size_t set) const { return examples_[set]; }

 private:
  std::vector<std::uint16_t> by_document_;
  std::vector<std::uint32_t> examples_;
};

}  // namespace aisle::engine
