#pragma once
// From the query tree as a client means it to a plan over one snapshot.

#include <string_view>
#include <vector>

#include "engine/query/ast/query.hpp"
#include "engine/query/plan/compound_plan.hpp"
#include "engine/query/plan/plan.hpp"
#include "engine/query/rewrite/rewrite_context.hpp"

namespace aisle::engine {

/// How a clause stands in the tree: the product of the boosts above and of its own, and whether its score is asked for
/// (filters are cheaper).
struct Standing {
  float boost = 1.0F;
  bool scored = true;
  Standing times(float factor) const { return {boost * factor, scored}; }
  Standing unscored() const { return {1.0F, false}; }
};

/// One function per clause; each fails with Elasticsearch's words and kinds. Recursion is bounded by kMaxDepth.
class Rewriter {
 public:
  static constexpr std::uint32_t kMaxDepth = 256;
  explicit Rewriter(RewriteContext& context) : context_(context) {}

  /// `query` null: match_all.
  Result<PlanPtr> rewrite(const QueryPtr& query, const Standing& standing);

 private:
  Result<PlanPtr> clause(const MatchAllQuery&, const Standing& standing);
  Result<PlanPtr> clause(const MatchNoneQuery&, const Standing& standing);
  Result<PlanPtr> clause(const MatchQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const MatchPhraseQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const MatchBoolPrefixQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const MultiMatchQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const TermQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const TermsQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const RangeQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const ExistsQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const PrefixQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const WildcardQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const FuzzyQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const IdsQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const BoolQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const DisMaxQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const ConstantScoreQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const BoostingQuery& query, const Standing& standing);
  Result<PlanPtr> clause(const FunctionScoreQuery& query, const Standing& standing);

  Result<std::vector<PlanPtr>> rewrite_all(const std::vector<QueryPtr>& queries, const Standing& standing);
  Result<FunctionScorePlan::Function> score_function(const ScoreFunction& function);
  Result<FunctionScorePlan::FieldFactor> field_factor(const FieldValueFactor& function);
  Result<FunctionScorePlan::Random> random(const RandomScore& function);
  Result<FunctionScorePlan::FieldDecay> decay(const DecayFunction& function);

  RewriteContext& context_;
  std::uint32_t depth_ = 0;
};

}  // namespace aisle::engine
