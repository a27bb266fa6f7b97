#include "engine/query/plan/plan.hpp"

#include "engine/query/iterators/match_all_iterator.hpp"

namespace aisle::engine {

IteratorPtr AllPlan::iterator(const SegmentInput& input, bool) const {
  if (input.segment.doc_count() == 0) return nullptr;
  return std::make_unique<MatchAllIterator>(input.segment.doc_count(), score_);
}

}  // namespace aisle::engine
