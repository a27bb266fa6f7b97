#include "engine/query/plan/plan.hpp"

#include "engine/query/iterators/match_all_iterator.hpp"

namespace aisle::engine {

void Plan::add_passes(const SegmentInput& input, std::uint32_t, std::vector<PlanPass>& passes) const {
  IteratorPtr whole = iterator(input, true);
  if (whole == nullptr) return;
  const float most = whole->max_score();
  passes.push_back({.number = 0, .max_score = most, .opened = std::move(whole)});
}

IteratorPtr Plan::open_pass(const SegmentInput& input, std::uint32_t, std::uint64_t) const {
  return iterator(input, true);
}

IteratorPtr AllPlan::iterator(const SegmentInput& input, bool) const {
  if (input.segment.doc_count() == 0) return nullptr;
  return std::make_unique<MatchAllIterator>(input.segment.doc_count(), score_);
}

}  // namespace aisle::engine
