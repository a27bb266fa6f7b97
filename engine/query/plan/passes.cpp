// How compound plans divide the search for the best k into passes.
//
// A disjunction: the clause with the greatest bound leads and the others are looked up; then, should their bounds
// together still compete, the next one leads and those after it are looked up; and so on. A document is met with its
// own score when the first of its clauses leads. The threshold that the first pass leaves mostly ends the search: two
// words as an OR cost what the rarer word's list costs (Turtle & Flood 1995 keep to document order and have no
// threshold at first; "AND first, then OR" has one, but walks twice).
//
// A dis_max without tie breaker: clause after clause, since a document scores what its best clause does.
//
// A conjunction divides with the clause that leads it.
#include <algorithm>

#include "engine/query/iterators/exclusion_iterator.hpp"
#include "engine/query/iterators/lead_sum_iterator.hpp"
#include "engine/query/iterators/score_sum.hpp"
#include "engine/query/plan/compound_plan.hpp"

namespace aisle::engine {
namespace {

// More clauses are gathered range by range: looking up so many costs more than walking their lists.
constexpr std::size_t kMostShould = 4;
constexpr std::size_t kMostClauses = 255;
// A filter with so many times fewer documents than a clause that divides leads in its place.
constexpr std::uint64_t kFilterLeads = 32;

/// Pass numbers: 0 is the whole plan; else which clause leads, which are looked up, and the pass of the leader.
constexpr std::uint64_t kWhole = 0;
struct PassNumber {
  std::uint64_t lead = 0;
  std::uint64_t others = 0;  ///< by bits; a bool's should clauses only
  std::uint64_t inner = 0;

  std::uint64_t packed() const { return 1 + lead + (others << 8) + (inner << 16); }
  static PassNumber unpacked(std::uint64_t number) {
    --number;
    return {number & 0xFF, (number >> 8) & 0xFF, number >> 16};
  }
};
static_assert(Plan::kMaxPassDepth * 16 < 64, "pass numbers nest");

/// The passes of a clause that leads, none for one that matches nothing.
std::vector<PlanPass> passes_of(const Plan& plan, const SegmentInput& input, std::uint32_t depth) {
  std::vector<PlanPass> passes;
  if (plan.divides() && depth < Plan::kMaxPassDepth) {
    plan.add_passes(input, depth, passes);
  } else {
    plan.Plan::add_passes(input, depth, passes);
  }
  return passes;
}

IteratorPtr open(const Plan& plan, const SegmentInput& input, std::uint32_t depth, std::uint64_t number) {
  if (plan.divides() && depth < Plan::kMaxPassDepth) return plan.open_pass(input, depth, number);
  return plan.iterator(input, true);
}

float with_rest(float lead, double rest) { return bound_of_sum(static_cast<double>(lead) + rest); }

bool any_divides(const std::vector<PlanPtr>& plans) {
  return std::any_of(plans.begin(), plans.end(), [](const PlanPtr& plan) { return plan->divides(); });
}

}  // namespace

bool BoolPlan::divides() const {
  if (only_should()) return clauses_.minimum <= 1 && clauses_.should.size() <= kMostShould;
  return clauses_.minimum == 0 && any_divides(clauses_.must) && clauses_.must.size() <= kMostClauses;
}

void BoolPlan::add_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const {
  if (!divides()) return Plan::add_passes(input, depth, passes);
  if (only_should()) return add_should_passes(input, depth, passes);
  add_required_passes(input, depth, passes);
}

void BoolPlan::add_should_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const {
  struct Clause {
    std::size_t index = 0;
    float max_score = 0.0F;
    IteratorPtr iterator;
  };
  const std::size_t before = passes.size();
  std::vector<Clause> found;
  for (std::size_t i = 0; i < clauses_.should.size(); ++i) {
    if (IteratorPtr iterator = clauses_.should[i]->iterator(input, true)) {
      const float most = iterator->max_score();
      found.push_back({i, most, std::move(iterator)});
    }
  }
  std::sort(found.begin(), found.end(), [](const Clause& a, const Clause& b) {
    return a.max_score != b.max_score ? a.max_score > b.max_score : a.index < b.index;
  });
  for (std::size_t rank = 0; rank < found.size(); ++rank) {
    PassNumber number{.lead = found[rank].index};
    double rest = 0.0;
    for (std::size_t i = rank + 1; i < found.size(); ++i) {
      number.others |= std::uint64_t{1} << found[i].index;
      rest += static_cast<double>(found[i].max_score);
    }
    const Plan& lead = *clauses_.should[found[rank].index];
    if (!lead.divides()) {
      passes.push_back({number.packed(), with_rest(found[rank].max_score, rest), nullptr});
      continue;
    }
    for (const PlanPass& inner : passes_of(lead, input, depth + 1)) {
      number.inner = inner.number;
      passes.push_back({number.packed(), with_rest(inner.max_score, rest), nullptr});
    }
  }
  if (found.empty() || clauses_.should[found.front().index]->divides()) return;
  std::vector<IteratorPtr> others;
  for (std::size_t i = 1; i < found.size(); ++i) others.push_back(std::move(found[i].iterator));
  passes[before].opened = should_pass(std::move(found.front().iterator), std::move(others), input);
}

/// A pass over the should clauses: one leads, the others are looked up.
IteratorPtr BoolPlan::should_pass(IteratorPtr lead, std::vector<IteratorPtr> others, const SegmentInput& input) const {
  if (!others.empty()) lead = std::make_unique<LeadSumIterator>(std::move(lead), std::move(others));
  return without_unwanted(std::move(lead), input);
}

/// The clause with the fewest matches; but one that divides rather than one that does not score, unless that has much
/// fewer: divided, it is walked as far as scores compete, while a filter sends each of its documents to all the others.
std::size_t BoolPlan::pass_leader(const Required& found) const {
  const auto cost = [&](std::size_t i) { return found[i].iterator->cost(); };
  std::size_t lead = 0;
  std::size_t divided = found.size();
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (cost(i) < cost(lead)) lead = i;
    if (!found[i].scores || !required_plan(i).divides()) continue;
    if (divided == found.size() || cost(i) < cost(divided)) divided = i;
  }
  if (found[lead].scores || divided == found.size()) return lead;
  return cost(divided) / kFilterLeads < cost(lead) ? divided : lead;
}

void BoolPlan::add_required_passes(const SegmentInput& input, std::uint32_t depth,
                                   std::vector<PlanPass>& passes) const {
  std::optional<Required> found = required(input, true);
  if (!found) return;
  double all = 0.0;
  for (const ConjunctionIterator::Clause& clause : *found) {
    if (clause.scores) all += static_cast<double>(clause.iterator->max_score());
  }
  const std::size_t lead = pass_leader(*found);
  if (!(*found)[lead].scores || !required_plan(lead).divides()) {
    IteratorPtr whole = with_optional(join(std::move(*found), true), input, true);
    const float most = whole->max_score();
    return passes.push_back({kWhole, most, std::move(whole)});
  }
  double rest = all - static_cast<double>((*found)[lead].iterator->max_score());
  if (const IteratorPtr one = optional(input, true)) rest += static_cast<double>(one->max_score());
  std::vector<PlanPass> inner = passes_of(required_plan(lead), input, depth + 1);
  const std::size_t before = passes.size();
  std::size_t best = 0;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const PassNumber number{.lead = lead, .inner = inner[i].number};
    passes.push_back({number.packed(), with_rest(inner[i].max_score, rest), nullptr});
    if (inner[i].max_score > inner[best].max_score) best = i;
  }
  if (inner.empty() || inner[best].opened == nullptr) return;
  (*found)[lead].iterator = std::move(inner[best].opened);
  passes[before + best].opened = with_optional(join(std::move(*found), true), input, true);
}

IteratorPtr BoolPlan::open_pass(const SegmentInput& input, std::uint32_t depth, std::uint64_t number) const {
  if (number == kWhole || !divides()) return iterator(input, true);
  const PassNumber pass = PassNumber::unpacked(number);
  if (only_should()) {
    std::vector<IteratorPtr> others;
    for (std::size_t i = 0; i < clauses_.should.size(); ++i) {
      if ((pass.others >> i & 1) != 0) others.push_back(clauses_.should[i]->iterator(input, true));
    }
    return should_pass(open(*clauses_.should[pass.lead], input, depth + 1, pass.inner), std::move(others), input);
  }
  Required found;
  for (std::size_t i = 0; i < clauses_.must.size() + clauses_.filter.size(); ++i) {
    const bool scores = i < clauses_.must.size();
    found.push_back({i == pass.lead ? open(required_plan(i), input, depth + 1, pass.inner)
                                    : required_plan(i).iterator(input, scores),
                     scores});
  }
  return with_optional(join(std::move(found), true), input, true);
}

bool DisMaxPlan::divides() const { return tie_ == 0.0F && clauses_.size() <= kMostClauses; }

void DisMaxPlan::add_passes(const SegmentInput& input, std::uint32_t depth, std::vector<PlanPass>& passes) const {
  if (!divides()) return Plan::add_passes(input, depth, passes);
  for (std::size_t i = 0; i < clauses_.size(); ++i) {
    for (PlanPass& inner : passes_of(*clauses_[i], input, depth + 1)) {
      const PassNumber number{.lead = i, .inner = inner.number};
      passes.push_back({number.packed(), inner.max_score, std::move(inner.opened)});
    }
  }
}

IteratorPtr DisMaxPlan::open_pass(const SegmentInput& input, std::uint32_t depth, std::uint64_t number) const {
  if (!divides()) return iterator(input, true);
  const PassNumber pass = PassNumber::unpacked(number);
  return open(*clauses_[pass.lead], input, depth + 1, pass.inner);
}

}  // namespace aisle::engine
