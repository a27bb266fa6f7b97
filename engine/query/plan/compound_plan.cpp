#include "engine/query/plan/compound_plan.hpp"

#include <algorithm>

#include "engine/query/iterators/boosting_iterator.hpp"
#include "engine/query/iterators/conjunction_iterator.hpp"
#include "engine/query/iterators/constant_iterator.hpp"
#include "engine/query/iterators/dis_max_iterator.hpp"
#include "engine/query/iterators/disjunction_iterator.hpp"
#include "engine/query/iterators/exclusion_iterator.hpp"
#include "engine/query/iterators/min_should_match_iterator.hpp"
#include "engine/query/iterators/req_opt_iterator.hpp"

namespace aisle::engine {
namespace {

/// Iterators of those plans that can match in the segment.
std::vector<IteratorPtr> iterators(const std::vector<PlanPtr>& plans, const SegmentInput& input, bool scored) {
  std::vector<IteratorPtr> found;
  found.reserve(plans.size());
  for (const PlanPtr& plan : plans) {
    if (IteratorPtr iterator = plan->iterator(input, scored)) found.push_back(std::move(iterator));
  }
  return found;
}

IteratorPtr any_of(std::vector<IteratorPtr> found) {
  if (found.empty()) return nullptr;
  if (found.size() == 1) return std::move(found.front());
  return std::make_unique<DisjunctionIterator>(std::move(found));
}

IteratorPtr both(IteratorPtr a, bool a_scores, IteratorPtr b) {
  std::vector<ConjunctionIterator::Clause> clauses;
  clauses.push_back({std::move(a), a_scores});
  clauses.push_back({std::move(b), true});
  return std::make_unique<ConjunctionIterator>(std::move(clauses));
}

bool all_none(const std::vector<PlanPtr>& plans) {
  return std::all_of(plans.begin(), plans.end(), [](const PlanPtr& plan) { return plan->is_none(); });
}

bool any_none(const std::vector<PlanPtr>& plans) {
  return std::any_of(plans.begin(), plans.end(), [](const PlanPtr& plan) { return plan->is_none(); });
}

bool all_cheap(const std::vector<PlanPtr>& plans) {
  return std::all_of(plans.begin(), plans.end(), [](const PlanPtr& plan) { return plan->matches_cheaply(); });
}

}  // namespace

bool BoolPlan::matches_cheaply() const {
  return all_cheap(clauses_.must) && all_cheap(clauses_.filter) && all_cheap(clauses_.should) &&
         all_cheap(clauses_.must_not);
}

bool BoolPlan::matches_are_few() const {
  return clauses_.must.size() > 1 && clauses_.should.empty() && matches_cheaply();
}

bool DisMaxPlan::matches_cheaply() const { return all_cheap(clauses_); }

bool BoolPlan::is_none() const {
  if (any_none(clauses_.must) || any_none(clauses_.filter)) return true;
  return clauses_.minimum > 0 && all_none(clauses_.should);
}

/// Of a single required clause; optional ones add to scores only.
std::optional<KnownMatches> BoolPlan::known_matches(const SegmentInput& input) const {
  if (clauses_.must.size() + clauses_.filter.size() != 1 || clauses_.minimum > 0) return std::nullopt;
  if (!clauses_.must_not.empty()) return std::nullopt;
  return (clauses_.must.empty() ? clauses_.filter : clauses_.must).front()->known_matches(input);
}

bool BoolPlan::add_facts(const SegmentInput& input, Facts& facts) const {
  if (clauses_.must.empty() && clauses_.filter.empty()) return false;
  if (clauses_.minimum > 0 || !clauses_.must_not.empty()) return false;
  const auto adds = [&](const PlanPtr& plan) { return plan->add_facts(input, facts); };
  return std::all_of(clauses_.must.begin(), clauses_.must.end(), adds) &&
         std::all_of(clauses_.filter.begin(), clauses_.filter.end(), adds);
}

/// The i-th of must and filter.
const Plan& BoolPlan::required_plan(std::size_t i) const {
  return i < clauses_.must.size() ? *clauses_.must[i] : *clauses_.filter[i - clauses_.must.size()];
}

/// Iterators of must and filter, in this order; none when nothing can match.
std::optional<BoolPlan::Required> BoolPlan::required(const SegmentInput& input, bool scored) const {
  Required found;
  found.reserve(clauses_.must.size() + clauses_.filter.size());
  for (std::size_t i = 0; i < clauses_.must.size() + clauses_.filter.size(); ++i) {
    const bool scores = scored && i < clauses_.must.size();
    IteratorPtr iterator = required_plan(i).iterator(input, scores);
    if (iterator == nullptr) return std::nullopt;
    found.push_back({std::move(iterator), scores});
  }
  return found;
}

/// Null when there is nothing to join.
IteratorPtr BoolPlan::join(Required found, bool scored) {
  if (found.empty()) return nullptr;
  if (found.size() > 1) return std::make_unique<ConjunctionIterator>(std::move(found));
  if (found.front().scores || !scored) return std::move(found.front().iterator);
  return std::make_unique<ConstantIterator>(std::move(found.front().iterator), 0.0F);
}

IteratorPtr BoolPlan::optional(const SegmentInput& input, bool scored) const {
  std::vector<IteratorPtr> found = iterators(clauses_.should, input, scored);
  const std::uint32_t minimum = std::max(1U, clauses_.minimum);
  if (found.size() < minimum) return nullptr;
  if (minimum == 1) return any_of(std::move(found));
  return std::make_unique<MinShouldMatchIterator>(std::move(found), minimum);
}

IteratorPtr BoolPlan::iterator(const SegmentInput& input, bool scored) const {
  std::optional<Required> found = required(input, scored);
  if (!found) return nullptr;
  return with_optional(join(std::move(*found), scored), input, scored);
}

/// Joins what the required clauses match, null where there are none, with the other clauses.
IteratorPtr BoolPlan::with_optional(IteratorPtr result, const SegmentInput& input, bool scored) const {
  const bool needs_optional = clauses_.minimum > 0 || result == nullptr;
  if (needs_optional || (scored && !clauses_.should.empty())) {
    IteratorPtr optional_part = optional(input, scored);
    if (optional_part == nullptr) {
      if (needs_optional) return nullptr;
    } else if (result == nullptr) {
      result = std::move(optional_part);
    } else if (needs_optional) {
      result = both(std::move(result), true, std::move(optional_part));
    } else {
      result = std::make_unique<ReqOptIterator>(std::move(result), std::move(optional_part));
    }
  }
  return without_unwanted(std::move(result), input);
}

IteratorPtr BoolPlan::without_unwanted(IteratorPtr result, const SegmentInput& input) const {
  IteratorPtr unwanted = any_of(iterators(clauses_.must_not, input, false));
  if (unwanted == nullptr) return result;
  return std::make_unique<ExclusionIterator>(std::move(result), std::move(unwanted));
}

bool DisMaxPlan::is_none() const { return all_none(clauses_); }

IteratorPtr DisMaxPlan::iterator(const SegmentInput& input, bool scored) const {
  std::vector<IteratorPtr> found = iterators(clauses_, input, scored);
  if (found.size() < 2 || !scored) return any_of(std::move(found));
  return std::make_unique<DisMaxIterator>(std::move(found), tie_);
}

IteratorPtr BoostingPlan::iterator(const SegmentInput& input, bool scored) const {
  IteratorPtr positive = positive_->iterator(input, scored);
  if (positive == nullptr || !scored) return positive;
  IteratorPtr negative = negative_->iterator(input, false);
  if (negative == nullptr) return positive;
  return std::make_unique<BoostingIterator>(std::move(positive), std::move(negative), negative_boost_);
}

namespace {

/// Makes the reader of one function's value in one segment.
struct ReaderOf {
  const Segment& segment;

  const NumericColumn* column(FieldId field) const { return field == kNoField ? nullptr : segment.numbers(field); }
  std::unique_ptr<ScoreFunctionReader> operator()(const std::monostate&) const {
    return std::make_unique<ConstantFunction>();
  }
  std::unique_ptr<ScoreFunctionReader> operator()(const FunctionScorePlan::FieldFactor& factor) const {
    return std::make_unique<FieldValueFunction>(column(factor.field), factor.settings);
  }
  std::unique_ptr<ScoreFunctionReader> operator()(const FunctionScorePlan::Random& random) const {
    return std::make_unique<RandomFunction>(segment, column(random.field), random.seed);
  }
  std::unique_ptr<ScoreFunctionReader> operator()(const FunctionScorePlan::FieldDecay& decay) const {
    return std::make_unique<DecayReader>(column(decay.field), decay.decay);
  }
};

}  // namespace

IteratorPtr FunctionScorePlan::iterator(const SegmentInput& input, bool scored) const {
  const bool needs_scores = scored || modes_.min_score.has_value();
  IteratorPtr query = query_->iterator(input, needs_scores);
  if (query == nullptr || !needs_scores) return query;
  return with_functions(std::move(query), input);
}

std::vector<FunctionScoreIterator::Function> FunctionScorePlan::functions(const SegmentInput& input) const {
  std::vector<FunctionScoreIterator::Function> functions;
  for (const Function& function : functions_) {
    FunctionScoreIterator::Function& made = functions.emplace_back();
    made.weight = function.weight;
    made.reader = std::visit(ReaderOf{input.segment}, function.value);
    if (function.filter == nullptr) continue;
    made.filter = function.filter->iterator(input, false);
    made.applies = made.filter != nullptr;
  }
  return functions;
}

/// Null when the query matches nothing.
IteratorPtr FunctionScorePlan::with_functions(IteratorPtr query, const SegmentInput& input) const {
  if (query == nullptr) return nullptr;
  return std::make_unique<FunctionScoreIterator>(std::move(query), functions(input), modes_);
}

/// Those of the query: a score that is not above its own stays so, since factors are not negative.
void FunctionScorePlan::add_passes(const SegmentInput& input, std::uint32_t depth,
                                   std::vector<PlanPass>& passes) const {
  std::vector<PlanPass> inner;
  query_->add_passes(input, depth, inner);
  const double most = FunctionScoreIterator::factor_bound(functions(input), modes_.score);
  for (PlanPass& pass : inner) {
    const float bound =
        functions_.empty() ? pass.max_score : FunctionScoreIterator::raised(pass.max_score, most, modes_);
    passes.push_back({pass.number, bound, with_functions(std::move(pass.opened), input)});
  }
}

IteratorPtr FunctionScorePlan::open_pass(const SegmentInput& input, std::uint32_t depth, std::uint64_t number) const {
  return with_functions(query_->open_pass(input, depth, number), input);
}

}  // namespace aisle::engine
