#pragma once
// Plans of single-field leaves, for the clauses that come down to them.

#include <string>
#include <string_view>
#include <vector>

#include "engine/query/ast/query.hpp"
#include "engine/query/plan/plan.hpp"
#include "engine/query/rewrite/rewriter.hpp"

namespace aisle::engine {

PlanPtr none_plan();
/// Error "illegal_argument" where the field keeps nothing to search by.
Status require_indexed(const Field& field);

/// A term of a text or keyword field as it is in the index. `doc_freq` stands in for the term's own when blended.
Result<PlanPtr> term_plan(RewriteContext& context, const Field& field, std::string_view term,
                          const Standing& standing);
/// One value of any field: terms, numbers, booleans, dates, as `term` and `match` mean it.
Result<PlanPtr> value_plan(RewriteContext& context, const Field& field, const Value& value, const Standing& standing);
/// Terms that begin with `prefix`; on a search_as_you_type field, the term that stands for the prefix.
Result<PlanPtr> prefix_plan(RewriteContext& context, const Field& field, std::string_view prefix,
                            const Standing& standing);
/// The best `max_expansions` terms within the distance, scored with one blended frequency.
Result<PlanPtr> fuzzy_plan(RewriteContext& context, const Field& field, std::string_view term,
                           const Fuzziness& fuzziness, const FuzzyOptions& options, const Standing& standing);
/// Sum of alternatives.
PlanPtr any_plan(std::vector<PlanPtr> plans);

}  // namespace aisle::engine
