#pragma once
// The best of the matches of one segment when the matches come as bits, a range at a time: for conjunctions, whose
// matches are few beside what their clauses hold.
//
// Intersecting bits costs a fraction of a nanosecond a posting, where leading with the rarest clause costs several: its
// documents are unpacked, scored and weighed before another clause says that most of them do not match. So documents
// are found first, weighed by their lengths (DocIterator::add_bounds) next, and only those that may compete are scored.
// Among the matches of the first range those of the greatest bounds are scored first, which is what makes a threshold.
//
// Against leading with a clause a batch at a time (BatchJoin): there the total is counted by a walk of its own, here it
// falls out. Whole blocks that cannot compete are not passed over; in lists without positions in the order of documents
// nearly every block has a short document, and none could be.

#include <memory>
#include <span>
#include <vector>

#include "engine/index/match_range.hpp"
#include "engine/query/collect/top_scores.hpp"
#include "engine/query/iterators/composite_iterator.hpp"

namespace aisle::engine {

/// Of one segment, ranges in increasing order. Views what it is given. One thread.
class RangeTop {
 public:
  /// `scorer`, and `primer` when needed, look the plan's documents up; both are new iterators of it.
  RangeTop(DocIterator& scorer, DocIterator& primer, TopScores& top, DocAddress segment)
      : scorer_(&scorer), primer_(&primer), top_(&top), address_(segment) {
    scorer.sharpen_bounds();
  }

  /// Offers the matches of the range, `count` of them, that may be among the best k. `least`: scores below it are not
  /// wanted, whatever the top says. `again`: documents may have been offered before.
  void add(const MatchRange& range, std::size_t count, std::size_t k, float least, bool again);

 private:
  void list(const MatchRange& range, std::size_t count);
  void weigh();
  void prime(std::size_t count);
  void keep_competitive(float least);
  void offer(DocIterator& iterator, std::span<const DocId> docs, bool again);
  float threshold(float least, DocId from);

  DocIterator* scorer_;
  DocIterator* primer_;
  TopScores* top_;
  DocAddress address_;
  std::vector<std::uint32_t> listed_;
  std::vector<DocId> docs_;
  std::vector<double> bounds_;
  std::vector<DocId> best_;
  bool primed_ = false;
};

}  // namespace aisle::engine
