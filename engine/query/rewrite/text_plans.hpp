#pragma once
// Full-text clauses over one field: what match, match_phrase, match_bool_prefix and multi_match come down to.

#include <string>
#include <string_view>

#include "engine/query/ast/query.hpp"
#include "engine/query/plan/plan.hpp"
#include "engine/query/rewrite/analyzed_text.hpp"
#include "engine/query/rewrite/rewriter.hpp"

namespace aisle::engine {

/// What full-text clauses have in common.
struct TextOptions {
  enum class Kind : std::uint8_t { boolean, phrase, phrase_prefix, bool_prefix };
  Kind kind = Kind::boolean;
  Operator op = Operator::or_;
  std::string_view minimum_should_match;
  std::optional<Fuzziness> fuzziness;
  FuzzyOptions fuzzy;
  std::uint32_t slop = 0;
  std::uint32_t max_expansions = 50;  ///< phrase_prefix
  bool lenient = false;
  bool zero_terms_all = false;
  bool synonym_phrases = true;
  std::string_view analyzer;
  std::string_view clause = "match";  ///< for messages
};

/// The analyzer that a clause uses on a field; null: none, the value is one term. Error "query_shard_exception".
Result<const analyzers::Analyzer*> analyzer_for(const Schema& schema, const Field& field, const TextOptions& options);

/// One field's plan.
Result<PlanPtr> text_plan(RewriteContext& context, const Field& field, const Value& value, const TextOptions& options,
                          const Standing& standing);

/// One clause per position: all of them, or at least so many.
Result<PlanPtr> combine_positions(std::vector<PlanPtr> positions, const TextOptions& options);

}  // namespace aisle::engine
