#include "engine/query/rewrite/rewriter.hpp"

#include <algorithm>

#include "engine/query/plan/filter_plan.hpp"
#include "engine/query/rewrite/minimum_should_match.hpp"

namespace aisle::engine {

Result<PlanPtr> Rewriter::rewrite(const QueryPtr& query, const Standing& standing) {
  if (query == nullptr) return PlanPtr(std::make_unique<AllPlan>(standing.boost));
  if (depth_ >= kMaxDepth) {
    return Error(ErrorCode::invalid_argument, "The depth of the nested clauses is greater than allowed", "too_deep");
  }
  ++depth_;
  const Standing own = standing.times(query->boost);
  Result<PlanPtr> plan = std::visit([&](const auto& node) { return clause(node, own); }, query->node);
  --depth_;
  return plan;
}

Result<std::vector<PlanPtr>> Rewriter::rewrite_all(const std::vector<QueryPtr>& queries, const Standing& standing) {
  std::vector<PlanPtr> plans;
  plans.reserve(queries.size());
  for (const QueryPtr& query : queries) {
    Result<PlanPtr> plan = rewrite(query, standing);
    if (!plan) return std::move(plan).error();
    plans.push_back(std::move(*plan));
  }
  return plans;
}

Result<PlanPtr> Rewriter::clause(const MatchAllQuery&, const Standing& standing) {
  return PlanPtr(std::make_unique<AllPlan>(standing.boost));
}

Result<PlanPtr> Rewriter::clause(const MatchNoneQuery&, const Standing&) {
  return PlanPtr(std::make_unique<NonePlan>());
}

Result<PlanPtr> Rewriter::clause(const BoolQuery& query, const Standing& standing) {
  if (query.must.empty() && query.should.empty() && query.filter.empty() && query.must_not.empty()) {
    return PlanPtr(std::make_unique<AllPlan>(standing.boost));
  }
  BoolPlan::Clauses clauses;
  const std::pair<const std::vector<QueryPtr>*, std::vector<PlanPtr>*> groups[] = {{&query.must, &clauses.must},
                                                                                  {&query.should, &clauses.should},
                                                                                  {&query.filter, &clauses.filter},
                                                                                  {&query.must_not, &clauses.must_not}};
  for (const auto& [from, to] : groups) {
    const bool scores = to == &clauses.must || to == &clauses.should;
    Result<std::vector<PlanPtr>> plans = rewrite_all(*from, scores ? standing : standing.unscored());
    if (!plans) return std::move(plans).error();
    *to = std::move(*plans);
  }
  const bool has_required = !clauses.must.empty() || !clauses.filter.empty();
  clauses.minimum = has_required || clauses.should.empty() ? 0 : 1;
  if (!query.minimum_should_match.empty()) {
    const Result<std::uint32_t> minimum =
        minimum_should_match(static_cast<std::uint32_t>(clauses.should.size()), query.minimum_should_match);
    if (!minimum) return minimum.error();
    if (*minimum > clauses.should.size()) return PlanPtr(std::make_unique<NonePlan>());
    clauses.minimum = std::max(clauses.minimum, *minimum);
  }
  // Only negative clauses: everything else matches, with no score.
  if (!has_required && clauses.should.empty()) clauses.filter.push_back(std::make_unique<AllPlan>(0.0F));
  return PlanPtr(std::make_unique<BoolPlan>(std::move(clauses)));
}

Result<PlanPtr> Rewriter::clause(const DisMaxQuery& query, const Standing& standing) {
  Result<std::vector<PlanPtr>> plans = rewrite_all(query.queries, standing);
  if (!plans) return std::move(plans).error();
  return PlanPtr(std::make_unique<DisMaxPlan>(std::move(*plans), query.tie_breaker));
}

Result<PlanPtr> Rewriter::clause(const ConstantScoreQuery& query, const Standing& standing) {
  Result<PlanPtr> filter = rewrite(query.filter, standing.unscored());
  if (!filter) return filter;
  return PlanPtr(std::make_unique<ConstantPlan>(std::move(*filter), standing.boost));
}

Result<PlanPtr> Rewriter::clause(const BoostingQuery& query, const Standing& standing) {
  Result<PlanPtr> positive = rewrite(query.positive, standing);
  if (!positive) return positive;
  Result<PlanPtr> negative = rewrite(query.negative, standing.unscored());
  if (!negative) return negative;
  return PlanPtr(std::make_unique<BoostingPlan>(std::move(*positive), std::move(*negative), query.negative_boost));
}

Result<PlanPtr> Rewriter::clause(const IdsQuery& query, const Standing& standing) {
  return PlanPtr(std::make_unique<IdsPlan>(query.ids, standing.boost));
}

Result<PlanPtr> Rewriter::clause(const ExistsQuery& query, const Standing& standing) {
  std::vector<FieldId> fields;
  for (const Field* field : context_.schema().match(query.field)) fields.push_back(field->id);
  if (fields.empty() && query.field.find('*') == std::string::npos) {
    for (const Field* field : context_.schema().match(query.field + ".*")) fields.push_back(field->id);
  }
  if (query.field == "_id") return PlanPtr(std::make_unique<AllPlan>(standing.boost));
  if (fields.empty()) return PlanPtr(std::make_unique<NonePlan>());
  return PlanPtr(std::make_unique<ExistsPlan>(std::move(fields), standing.boost));
}

}  // namespace aisle::engine
