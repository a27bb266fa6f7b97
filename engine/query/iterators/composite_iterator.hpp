#pragma once
// What all clauses over other clauses share: adding one rounded score per document to a window.

#include <memory>
#include <vector>

#include "engine/query/iterators/doc_iterator.hpp"

namespace aisle::engine {

using IteratorPtr = std::unique_ptr<DocIterator>;

/// A clause's score is rounded to float before its parent adds it, so a composite sums in a window of its own unless
/// the one it is given is empty.
class CompositeIterator : public DocIterator {
 public:
  void collect(Window& window, bool with_scores) final;
  void refine(Window& window, bool with_scores) final;
  /// Matches everything and intersects.
  void keep_matches(MatchRange& range) override;

 protected:
  /// Collects into an empty window. Sums need not be rounded.
  virtual void fill(Window& window, bool with_scores) = 0;
  /// Keeps of the window, whose scores are all 0, what matches, and sets its scores, not rounded. The default collects
  /// everything and intersects.
  virtual void narrow(Window& window, bool with_scores);

  /// A zeroed window for `base`, number `slot` of this iterator's own. Valid until asked for again.
  Window& scratch(std::uint32_t slot, DocId base);

  /// An empty range for `base`, number `slot` of this iterator's own. Valid until asked for again.
  MatchRange& scratch_range(std::uint32_t slot, DocId base);

  /// The window of `slot` as it was left. REQUIRES: scratch(slot, ...) was called.
  Window* scratch_at(std::uint32_t slot) { return scratch_[slot].get(); }

  static constexpr std::uint32_t kOwnSlot = 0;    // taken by collect and refine
  static constexpr std::uint32_t kNarrowSlot = 1; // taken by the default narrow
  static constexpr std::uint32_t kFirstFreeSlot = 2;

  /// Set by a composite whose fill() leaves rounded scores.
  bool fill_rounds_ = false;

 private:
  std::vector<std::unique_ptr<Window>> scratch_;
  std::vector<std::unique_ptr<MatchRange>> ranges_;
};

}  // namespace aisle::engine
