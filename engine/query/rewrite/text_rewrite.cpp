// match, match_phrase, match_phrase_prefix, match_bool_prefix.
#include "engine/query/rewrite/field_value_text.hpp"
#include "engine/query/rewrite/leaf_plans.hpp"
#include "engine/query/rewrite/text_plans.hpp"

namespace aisle::engine {
namespace {

/// Documents' ids can be asked for like a field.
PlanPtr id_plan(const Value& value, const Standing& standing) {
  return std::make_unique<IdsPlan>(std::vector{text_of(value)}, standing.boost);
}

}  // namespace

Result<PlanPtr> Rewriter::clause(const MatchQuery& query, const Standing& standing) {
  if (query.field == "_id") return id_plan(query.text, standing);
  const Field* field = context_.schema().find(query.field);
  if (field == nullptr) return none_plan();
  const TextOptions options{.kind = TextOptions::Kind::boolean,
                            .op = query.op,
                            .minimum_should_match = query.minimum_should_match,
                            .fuzziness = query.fuzziness,
                            .fuzzy = query.fuzzy,
                            .lenient = query.lenient,
                            .zero_terms_all = query.zero_terms_all,
                            .synonym_phrases = query.auto_generate_synonyms_phrase_query,
                            .analyzer = query.analyzer,
                            .clause = "match"};
  return text_plan(context_, *field, query.text, options, standing);
}

Result<PlanPtr> Rewriter::clause(const MatchPhraseQuery& query, const Standing& standing) {
  if (query.field == "_id") return id_plan(query.text, standing);
  const Field* field = context_.schema().find(query.field);
  if (field == nullptr) return none_plan();
  const TextOptions options{
      .kind = query.is_prefix ? TextOptions::Kind::phrase_prefix : TextOptions::Kind::phrase,
      .slop = query.slop,
      .max_expansions = query.max_expansions,
      .zero_terms_all = query.zero_terms_all,
      .analyzer = query.analyzer,
      .clause = query.is_prefix ? "match_phrase_prefix" : "match_phrase"};
  return text_plan(context_, *field, query.text, options, standing);
}

Result<PlanPtr> Rewriter::clause(const MatchBoolPrefixQuery& query, const Standing& standing) {
  const Field* field = context_.schema().find(query.field);
  if (field == nullptr) return none_plan();
  const TextOptions options{.kind = TextOptions::Kind::bool_prefix,
                            .op = query.op,
                            .minimum_should_match = query.minimum_should_match,
                            .fuzziness = query.fuzziness,
                            .fuzzy = query.fuzzy,
                            .analyzer = query.analyzer,
                            .clause = "match_bool_prefix"};
  return text_plan(context_, *field, query.text, options, standing);
}

}  // namespace aisle::engine
