#include "engine/query/rewrite/text_plans.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "analyzers/analyzer_registry.hpp"
#include "engine/query/rewrite/field_value_text.hpp"
#include "engine/query/rewrite/leaf_plans.hpp"
#include "engine/query/rewrite/minimum_should_match.hpp"
#include "engine/query/rewrite/term_expansion.hpp"

namespace aisle::engine {
namespace {

/// Builds the plan of one text over one field.
class TextPlanner {
 public:
  TextPlanner(RewriteContext& context, const Field& field, const TextOptions& options, const Standing& standing)
      : context_(context), field_(field), options_(options), standing_(standing) {}

  Result<PlanPtr> plan(const AnalyzedText& text) {
    switch (options_.kind) {
      case TextOptions::Kind::boolean: return boolean(text);
      case TextOptions::Kind::bool_prefix: return boolean_prefix(text);
      case TextOptions::Kind::phrase: return phrase(text, false);
      case TextOptions::Kind::phrase_prefix: return phrase(text, true);
    }
    return none_plan();
  }

 private:
  Result<PlanPtr> term(const std::string& text) {
    if (options_.fuzziness) return fuzzy_plan(context_, field_, text, *options_.fuzziness, options_.fuzzy, standing_);
    return term_plan(context_, field_, text, standing_);
  }

  /// Terms at one position count as one.
  Result<PlanPtr> alternatives(const std::vector<std::string>& terms) {
    if (terms.size() == 1) return term(terms.front());
    if (Status counted = context_.count_clauses(terms.size()); !counted) return std::move(counted).error();
    std::vector<ResolvedTerm> resolved;
    std::uint64_t doc_freq = 0;
    for (const std::string& one : terms) {
      resolved.push_back(context_.resolve(field_.id, one));
      doc_freq = std::max(doc_freq, resolved.back().doc_freq);
    }
    if (doc_freq == 0) return none_plan();
    TermWeight weight = standing_.scored ? context_.weight(field_, doc_freq, standing_.boost) : TermWeight{};
    return PlanPtr(std::make_unique<SynonymPlan>(field_.id, std::move(resolved), std::move(weight)));
  }

  Result<PlanPtr> boolean(const AnalyzedText& text) {
    if (text.is_graph) return graph(text);
    std::vector<PlanPtr> plans;
    for (const AnalyzedText::Position& position : text.positions()) {
      Result<PlanPtr> plan = alternatives(position.terms);
      if (!plan) return plan;
      plans.push_back(std::move(*plan));
    }
    if (plans.size() == 1) return std::move(plans.front());
    return combine_positions(std::move(plans), options_);
  }

  /// Synonyms of several words: between the points that all ways share, the ways are alternatives.
  Result<PlanPtr> graph(const AnalyzedText& text) {
    std::vector<PlanPtr> plans;
    for (const std::vector<AnalyzedText::Path>& ways : text.parts()) {
      Result<PlanPtr> plan = part(ways);
      if (!plan) return plan;
      plans.push_back(std::move(*plan));
    }
    return combine_positions(std::move(plans), options_);
  }

  Result<PlanPtr> part(const std::vector<AnalyzedText::Path>& ways) {
    if (std::all_of(ways.begin(), ways.end(), [](const auto& way) { return way.size() == 1; })) {
      std::vector<std::string> terms;
      for (const AnalyzedText::Path& way : ways) terms.push_back(way.front().term);
      return alternatives(terms);
    }
    std::vector<PlanPtr> plans;
    for (const AnalyzedText::Path& way : ways) {
      Result<PlanPtr> plan = options_.synonym_phrases ? phrase_of(way, 0) : all_of(way);
      if (!plan) return plan;
      plans.push_back(std::move(*plan));
    }
    return any_plan(std::move(plans));
  }

  Result<PlanPtr> all_of(const AnalyzedText::Path& way) {
    BoolPlan::Clauses clauses;
    for (const QueryToken& token : way) {
      Result<PlanPtr> plan = term(token.term);
      if (!plan) return plan;
      clauses.must.push_back(std::move(*plan));
    }
    if (clauses.must.size() == 1) return std::move(clauses.must.front());
    return PlanPtr(std::make_unique<BoolPlan>(std::move(clauses)));
  }

  Result<PlanPtr> boolean_prefix(const AnalyzedText& text) {
    const std::vector<AnalyzedText::Position> positions = text.positions();
    std::vector<PlanPtr> plans;
    for (std::size_t i = 0; i < positions.size(); ++i) {
      Result<PlanPtr> plan = i + 1 < positions.size() ? alternatives(positions[i].terms) : prefixes(positions[i].terms);
      if (!plan) return plan;
      plans.push_back(std::move(*plan));
    }
    if (plans.size() == 1) return std::move(plans.front());
    return combine_positions(std::move(plans), options_);
  }

  Result<PlanPtr> prefixes(const std::vector<std::string>& terms) {
    std::vector<PlanPtr> plans;
    for (const std::string& one : terms) {
      Result<PlanPtr> plan = prefix_plan(context_, field_, one, standing_);
      if (!plan) return plan;
      plans.push_back(std::move(*plan));
    }
    return any_plan(std::move(plans));
  }

  Result<PlanPtr> phrase(const AnalyzedText& text, bool is_prefix) {
    if (!text.is_graph) return phrase_of_positions(text.positions(), options_.slop, is_prefix);
    std::vector<PlanPtr> plans;
    for (const AnalyzedText::Path& way : text.paths()) {
      Result<PlanPtr> plan = phrase_of(way, options_.slop, is_prefix);
      if (!plan) return plan;
      plans.push_back(std::move(*plan));
    }
    return any_plan(std::move(plans));
  }

  /// One way through a graph, as a phrase of adjacent words.
  Result<PlanPtr> phrase_of(const AnalyzedText::Path& way, std::uint32_t slop, bool is_prefix = false) {
    std::vector<AnalyzedText::Position> positions;
    for (const QueryToken& token : way) {
      positions.push_back({static_cast<std::uint32_t>(positions.size()), {token.term}});
    }
    return phrase_of_positions(std::move(positions), slop, is_prefix);
  }

  Result<PlanPtr> phrase_of_positions(std::vector<AnalyzedText::Position> positions, std::uint32_t slop,
                                      bool is_prefix) {
    if (is_prefix) expand_last(positions);
    if (positions.back().terms.empty()) return none_plan();
    if (positions.size() == 1) return is_prefix ? sum_of(positions[0].terms) : single(positions[0].terms);
    if (field_.posting_detail != PostingDetail::positions) return no_positions();
    std::vector<PhrasePlace> places;
    double idf = 0.0;
    for (AnalyzedText::Position& position : positions) {
      if (Status counted = context_.count_clauses(position.terms.size()); !counted) return std::move(counted).error();
      PhrasePlace place{.offset = position.position - positions.front().position};
      for (std::string& one : position.terms) {
        ResolvedTerm resolved = context_.resolve(field_.id, one);
        if (resolved.doc_freq == 0) continue;
        if (standing_.scored) idf += static_cast<double>(context_.idf(field_.id, resolved.doc_freq));
        place.terms.push_back(std::move(resolved));
        place.texts.push_back(std::move(one));
      }
      if (place.terms.empty()) return none_plan();
      places.push_back(std::move(place));
    }
    TermWeight weight = standing_.scored
                            ? context_.weight_of_idf(field_, static_cast<float>(idf), standing_.boost)
                            : TermWeight{};
    return PlanPtr(std::make_unique<PhrasePlan>(field_.id, std::move(places), slop, std::move(weight)));
  }

  /// A phrase of one position is its term; fuzziness does not apply to phrases.
  Result<PlanPtr> single(const std::vector<std::string>& terms) {
    if (terms.size() == 1) return term_plan(context_, field_, terms.front(), standing_);
    return sum_of(terms);
  }

  Result<PlanPtr> sum_of(const std::vector<std::string>& terms) {
    std::vector<PlanPtr> plans;
    for (const std::string& one : terms) {
      Result<PlanPtr> plan = term_plan(context_, field_, one, standing_);
      if (!plan) return plan;
      plans.push_back(std::move(*plan));
    }
    return any_plan(std::move(plans));
  }

  void expand_last(std::vector<AnalyzedText::Position>& positions) {
    std::vector<std::string> expanded;
    for (const std::string& prefix : positions.back().terms) {
      if (expanded.size() >= options_.max_expansions) break;
      const auto room = static_cast<std::uint32_t>(options_.max_expansions - expanded.size());
      for (std::string& one : first_terms_with_prefix(context_.snapshot(), field_.id, prefix, room)) {
        if (std::find(expanded.begin(), expanded.end(), one) == expanded.end()) expanded.push_back(std::move(one));
      }
    }
    positions.back().terms = std::move(expanded);
  }

  Result<PlanPtr> no_positions() {
    if (field_.is_keyword()) return none_plan();
    return Error(ErrorCode::invalid_argument,
                 fmt::format("field:[{}] was indexed without position data; cannot run PhraseQuery", field_.name),
                 "illegal_argument", field_.name);
  }

  RewriteContext& context_;
  const Field& field_;
  const TextOptions& options_;
  Standing standing_;
};

Result<PlanPtr> numeric_plan(RewriteContext& context, const Field& field, const Value& value,
                             const TextOptions& options, const Standing& standing) {
  if (options.kind == TextOptions::Kind::phrase_prefix || options.kind == TextOptions::Kind::bool_prefix ||
      options.fuzziness) {
    if (options.lenient) return none_plan();
    const bool fuzzy = options.kind == TextOptions::Kind::boolean;
    return Error(ErrorCode::invalid_argument,
                 fmt::format("Can only use {} queries on {} fields - not on [{}] which is of type [{}]",
                             fuzzy ? "fuzzy" : options.kind == TextOptions::Kind::bool_prefix ? "prefix" : "phrase prefix",
                             fuzzy ? "keyword and text" : "text", field.name, to_string(field.type)),
                 "illegal_argument", field.name);
  }
  Result<PlanPtr> plan = value_plan(context, field, value, standing);
  if (!plan && options.lenient) return none_plan();
  return plan;
}

}  // namespace

Result<const analyzers::Analyzer*> analyzer_for(const Schema& schema, const Field& field,
                                                const TextOptions& options) {
  if (!options.analyzer.empty()) {
    const analyzers::Analyzer* named = schema.analyzers().find(options.analyzer);
    if (named != nullptr) return named;
    return Error(ErrorCode::invalid_argument,
                 fmt::format("[{}] analyzer [{}] not found", options.clause, options.analyzer), "query_shard_exception",
                 std::string(options.analyzer));
  }
  const bool quoted = options.kind == TextOptions::Kind::phrase || options.kind == TextOptions::Kind::phrase_prefix;
  if (quoted && field.search_quote_analyzer != nullptr) return field.search_quote_analyzer;
  return field.search_analyzer;
}

Result<PlanPtr> text_plan(RewriteContext& context, const Field& field, const Value& value, const TextOptions& options,
                          const Standing& standing) {
  if (is_numeric(field.type)) return numeric_plan(context, field, value, options, standing);
  if (Status searchable = require_indexed(field); !searchable) {
    if (options.lenient) return none_plan();
    return std::move(searchable).error();
  }
  const Result<const analyzers::Analyzer*> analyzer = analyzer_for(context.schema(), field, options);
  if (!analyzer) return analyzer.error();
  const AnalyzedText text = analyze_query(field, *analyzer, text_of(value));
  if (text.tokens.empty()) {
    if (options.zero_terms_all) return PlanPtr(std::make_unique<AllPlan>(standing.boost));
    return none_plan();
  }
  Result<PlanPtr> plan = TextPlanner(context, field, options, standing).plan(text);
  if (!plan && options.lenient && plan.error().kind != "too_many_clauses") return none_plan();
  return plan;
}

Result<PlanPtr> combine_positions(std::vector<PlanPtr> positions, const TextOptions& options) {
  BoolPlan::Clauses clauses;
  std::vector<PlanPtr>& group = options.op == Operator::and_ ? clauses.must : clauses.should;
  group = std::move(positions);
  clauses.minimum = clauses.should.empty() ? 0 : 1;
  if (!options.minimum_should_match.empty()) {
    const Result<std::uint32_t> minimum =
        minimum_should_match(static_cast<std::uint32_t>(clauses.should.size()), options.minimum_should_match);
    if (!minimum) return minimum.error();
    if (*minimum > clauses.should.size()) return none_plan();
    clauses.minimum = std::max(clauses.minimum, *minimum);
  }
  return PlanPtr(std::make_unique<BoolPlan>(std::move(clauses)));
}

}  // namespace aisle::engine
