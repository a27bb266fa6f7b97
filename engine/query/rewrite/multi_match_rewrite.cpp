// multi_match: one text over several fields.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "engine/query/rewrite/cross_fields.hpp"
#include "engine/query/rewrite/leaf_plans.hpp"
#include "engine/query/rewrite/text_plans.hpp"

namespace aisle::engine {
namespace {

using Type = MultiMatchQuery::Type;

float default_tie_breaker(Type type) { return type == Type::most_fields || type == Type::bool_prefix ? 1.0F : 0.0F; }

TextOptions::Kind kind_of(Type type) {
  switch (type) {
    case Type::phrase: return TextOptions::Kind::phrase;
    case Type::phrase_prefix: return TextOptions::Kind::phrase_prefix;
    case Type::bool_prefix: return TextOptions::Kind::bool_prefix;
    default: return TextOptions::Kind::boolean;
  }
}

/// The fields that patterns mean; a field that several patterns name has the product of their boosts.
std::vector<WeightedField> resolve_fields(const Schema& schema, const std::vector<BoostedField>& patterns) {
  std::vector<WeightedField> fields;
  for (const BoostedField& pattern : patterns) {
    for (const Field* field : schema.match(pattern.pattern)) {
      const auto known =
          std::find_if(fields.begin(), fields.end(), [&](const WeightedField& one) { return one.field == field; });
      if (known == fields.end()) {
        fields.push_back({field, pattern.boost});
      } else {
        known->boost *= pattern.boost;
      }
    }
  }
  return fields;
}

std::vector<WeightedField> all_words(const Schema& schema) {
  std::vector<WeightedField> fields;
  for (const Field& field : schema.fields()) {
    if ((field.is_text() || field.is_keyword()) && field.indexed) fields.push_back({&field, 1.0F});
  }
  return fields;
}

}  // namespace

Result<PlanPtr> Rewriter::clause(const MultiMatchQuery& query, const Standing& standing) {
  const bool everything = query.fields.empty() || std::any_of(query.fields.begin(), query.fields.end(), [](auto& f) {
                            return f.pattern == "*";
                          });
  const std::vector<WeightedField> fields =
      query.fields.empty() ? all_words(context_.schema()) : resolve_fields(context_.schema(), query.fields);
  if (fields.empty()) return none_plan();
  const bool fuzzy_allowed = query.type == Type::best_fields || query.type == Type::most_fields ||
                             query.type == Type::bool_prefix;
  if (query.fuzziness && !fuzzy_allowed) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("Fuzziness not allowed for type [{}]", query.type == Type::cross_fields ? "cross_fields"
                                                                    : query.type == Type::phrase     ? "phrase"
                                                                                                     : "phrase_prefix"),
                 "parsing");
  }
  const TextOptions options{.kind = kind_of(query.type),
                            .op = query.op,
                            .minimum_should_match = query.minimum_should_match,
                            .fuzziness = query.fuzziness,
                            .fuzzy = query.fuzzy,
                            .slop = query.slop,
                            .max_expansions = query.fuzzy.max_expansions,
                            .lenient = query.lenient || everything,
                            .zero_terms_all = query.zero_terms_all,
                            .synonym_phrases = query.auto_generate_synonyms_phrase_query,
                            .analyzer = query.analyzer,
                            .clause = "multi_match"};
  const float tie_breaker = query.tie_breaker.value_or(default_tie_breaker(query.type));
  if (query.type == Type::cross_fields) {
    return cross_fields_plan(context_, fields, query.text, options, tie_breaker, standing);
  }
  std::vector<PlanPtr> plans;
  for (const WeightedField& one : fields) {
    Result<PlanPtr> plan = text_plan(context_, *one.field, query.text, options, standing.times(one.boost));
    if (!plan) return plan;
    plans.push_back(std::move(*plan));
  }
  if (plans.size() == 1) return std::move(plans.front());
  return PlanPtr(std::make_unique<DisMaxPlan>(std::move(plans), tie_breaker));
}

}  // namespace aisle::engine
