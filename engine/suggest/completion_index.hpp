#pragma once
// The completions of one field in one segment, by weight.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/index/segment/derived_parts.hpp"
#include "engine/index/segment/field_index.hpp"
#include "engine/suggest/range_maximum.hpp"

namespace aisle::engine {

/// The weights of the field's terms (completion_term.hpp) in term order, ready for the greatest of a range. Completions
/// of a prefix are a range of terms, so the k heaviest take 2k questions (Hsu & Ottaviano 2013,
/// doi:10.1145/2488388.2488440, keep maxima in the nodes of a trie; a sorted dictionary is here anyway). About 5 bytes a
/// term. Immutable; any thread may read.
class CompletionIndex final : public DerivedPart {
 public:
  explicit CompletionIndex(const FieldIndex& index);
  std::uint32_t weight(TermId term) const { return weights_[index_of(term)]; }
  const RangeMaximum& weights() const { return weights_; }
  std::size_t memory_bytes() const override { return sizeof *this + weights_.memory_bytes(); }

 private:
  RangeMaximum weights_;
};

/// Terms whose keys begin alike, with what the likeness is worth: the score is the weight times the boost where neither is
/// 0, else the one that is not (Lucene's CompletionScorer).
struct CompletionRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  float boost = 0.0F;
};

/// The terms of some ranges, best first; of equals, those that order first. Views the index.
class CompletionWalk {
 public:
  CompletionWalk(const CompletionIndex& index, std::span<const CompletionRange> ranges);

  struct Found {
    TermId term{0};
    float score = 0.0F;
  };
  std::optional<Found> next();

 private:
  struct Part {
    CompletionRange range;
    std::uint32_t best = 0;
    float score = 0.0F;
  };
  void push(const CompletionRange& range);
  const RangeMaximum* weights_;
  std::vector<Part> heap_;
  Part given_;  // what `next` gave last; what is beside it is looked for when more is wanted
};

}  // namespace aisle::engine
