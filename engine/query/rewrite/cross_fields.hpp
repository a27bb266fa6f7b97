#pragma once
// multi_match of type cross_fields: each term over all fields as if they were one.

#include <vector>

#include "engine/query/rewrite/text_plans.hpp"

namespace aisle::engine {

struct WeightedField {
  const Field* field = nullptr;
  float boost = 1.0F;
};

/// Fields with one analyzer form a group, in which each term is a dis_max over the fields with document frequencies
/// blended as Elasticsearch's BlendedTermQuery does: all get the greatest, plus one for each field in which the term is
/// rarer. Groups are combined by dis_max.
Result<PlanPtr> cross_fields_plan(RewriteContext& context, const std::vector<WeightedField>& fields, const Value& text,
                                  const TextOptions& options, float tie_breaker, const Standing& standing);

}  // namespace aisle::engine
