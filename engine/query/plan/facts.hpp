#pragma once
// What a filter says of single documents: terms that they have, bounds within which their numbers lie. Facts can be
// tested anywhere, in any order, which iterators cannot.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/index/known_matches.hpp"
#include "engine/index/segment/segment.hpp"

namespace aisle::engine {

/// A document has the term.
struct TermFact {
  FieldId field = kNoField;
  TermId term{0};
  std::uint32_t doc_freq = 0;
  const OrdinalColumn* column = nullptr;
};
/// One of a document's numbers is within low .. high, encoded.
struct RangeFact {
  const NumericColumn* column = nullptr;
  std::int64_t low = 0;
  std::int64_t high = 0;
};

/// Facts of one segment that all must hold. Views the segment.
struct Facts {
  std::vector<TermFact> terms;
  std::vector<RangeFact> ranges;

  /// The term that the fewest documents have; null where there is none.
  const TermFact* rarest_term() const;
  /// The bounds on a column's numbers; null where there are none, or several.
  const RangeFact* only_range_of(const NumericColumn& column) const;

  /// Facts that are known to hold of documents, so that nobody need look.
  struct Known {
    const TermFact* term = nullptr;
    const RangeFact* range = nullptr;
  };
  /// Whether there are others than these.
  bool asks_more_than(const Known& known) const {
    return terms.size() + ranges.size() > (known.term != nullptr ? 1U : 0U) + (known.range != nullptr ? 1U : 0U);
  }
  /// Keeps those of `docs` for which every other fact holds, in their order; returns how many.
  std::size_t keep(std::span<std::uint32_t> docs, const Known& known) const;
};

}  // namespace aisle::engine
