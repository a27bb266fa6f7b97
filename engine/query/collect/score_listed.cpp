// The best k of matches that were listed while they were counted, when they are few.
#include <algorithm>
#include <array>
#include <span>

#include "engine/query/collect/target_search.hpp"

namespace aisle::engine {
namespace {

// So many matches are scored in the time that a pruned search takes to begin.
constexpr std::size_t kFewMatches = 128;

}  // namespace

/// Whether all matches are listed and scoring each costs less than a pruned search. Where any word will do, nearly all
/// that clauses propose matches, and bounds find the best sooner.
bool TargetSearch::are_few(const MatchList& listed) const {
  if (!listed.is_complete()) return false;
  if (listed.size() <= kFewMatches) return true;
  std::uint64_t proposed = 0;
  for (const MatchList::Part& part : listed.parts()) {
    const IteratorPtr matches = plan_->iterator(input(part.segment), false);
    if (matches != nullptr) proposed += matches->cost();
  }
  return listed.size() * 4 <= proposed;
}

/// Offers the matches that were listed, without looking for them once more.
void TargetSearch::score_listed(SearchState& state) const {
  TopScores& top = state.top_scores;
  std::array<float, ScoredBatch::kCapacity> scores;
  for (const MatchList::Part& part : state.listed->parts()) {
    const IteratorPtr matches = plan_->iterator(input(part.segment), true);
    for (std::span<const DocId> docs = part.docs; !docs.empty() && matches != nullptr && !state.out_of_time();) {
      const auto some = docs.first(std::min<std::size_t>(docs.size(), scores.size()));
      matches->look_up(some, scores.data());
      for (std::size_t i = 0; i < some.size(); ++i) {
        if (scores[i] >= 0.0F && top.accepts(scores[i])) top.add(scores[i], {target_, part.segment, index_of(some[i])});
      }
      docs = docs.subspan(some.size());
      if (docs.empty()) break;
      const float least = top.min_competitive({target_, part.segment, index_of(docs.front())});
      if (least > 0.0F) matches->set_min_competitive_score(least);
    }
  }
}

}  // namespace aisle::engine
