#include "engine/query/rewrite/cross_fields.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/query/rewrite/field_value_text.hpp"
#include "engine/query/rewrite/leaf_plans.hpp"

namespace aisle::engine {
namespace {

struct Group {
  const analyzers::Analyzer* analyzer = nullptr;
  std::vector<WeightedField> fields;
};

/// A term in one field.
struct FieldTerm {
  WeightedField field;
  ResolvedTerm term;
  std::uint64_t blended_doc_freq = 0;
};

std::uint64_t all_documents(const Snapshot& snapshot) {
  std::uint64_t total = 0;
  for (const SegmentView& view : snapshot.segments()) total += view.segment->doc_count();
  return total;
}

/// Gives every term that occurs the greatest frequency, with a small preference for the fields where it is commonest.
void blend(RewriteContext& context, std::vector<FieldTerm>& terms) {
  std::uint64_t most = 0;
  std::uint64_t least_tokens = std::numeric_limits<std::uint64_t>::max();
  for (const FieldTerm& one : terms) {
    most = std::max(most, one.term.doc_freq);
    if (one.term.doc_freq > 0) {
      least_tokens = std::min(least_tokens, context.statistics(one.field.field->id).sum_term_freq);
    }
  }
  const std::uint64_t cap = std::min(all_documents(context.snapshot()), least_tokens);
  std::vector<std::size_t> by_freq(terms.size());
  std::iota(by_freq.begin(), by_freq.end(), std::size_t{0});
  std::sort(by_freq.begin(), by_freq.end(), [&](std::size_t a, std::size_t b) {
    return terms[a].term.doc_freq != terms[b].term.doc_freq ? terms[a].term.doc_freq > terms[b].term.doc_freq : a < b;
  });
  std::uint64_t blended = std::min(cap, most);
  std::uint64_t previous = most;
  for (const std::size_t i : by_freq) {
    const std::uint64_t own = terms[i].term.doc_freq;
    if (own == 0) break;
    if (previous > own) ++blended;
    terms[i].blended_doc_freq = std::min(cap, blended);
    previous = own;
  }
}

Result<PlanPtr> blended_plan(RewriteContext& context, const Group& group, const std::vector<std::string>& texts,
                             float tie_breaker, const Standing& standing) {
  std::vector<FieldTerm> terms;
  for (const std::string& text : texts) {
    for (const WeightedField& field : group.fields) {
      terms.push_back({field, context.resolve(field.field->id, text), 0});
    }
  }
  if (Status counted = context.count_clauses(terms.size()); !counted) return std::move(counted).error();
  if (terms.size() > 1) {
    blend(context, terms);
  } else {
    terms[0].blended_doc_freq = terms[0].term.doc_freq;
  }
  std::vector<PlanPtr> plans;
  for (FieldTerm& one : terms) {
    if (one.term.doc_freq == 0) continue;
    const float boost = standing.boost * one.field.boost;
    TermWeight weight =
        standing.scored ? context.weight(*one.field.field, one.blended_doc_freq, boost) : TermWeight{};
    plans.push_back(std::make_unique<TermPlan>(one.field.field->id, std::move(one.term), std::move(weight)));
  }
  if (plans.empty()) return none_plan();
  if (plans.size() == 1) return std::move(plans.front());
  return PlanPtr(std::make_unique<DisMaxPlan>(std::move(plans), tie_breaker));
}

Result<PlanPtr> group_plan(RewriteContext& context, const Group& group, const Value& text, const TextOptions& options,
                           float tie_breaker, const Standing& standing) {
  const AnalyzedText analyzed = analyze_query(*group.fields.front().field, group.analyzer, text_of(text));
  if (analyzed.tokens.empty()) {
    if (options.zero_terms_all) return PlanPtr(std::make_unique<AllPlan>(standing.boost));
    return none_plan();
  }
  std::vector<PlanPtr> plans;
  for (const AnalyzedText::Position& position : analyzed.positions()) {
    Result<PlanPtr> plan = blended_plan(context, group, position.terms, tie_breaker, standing);
    if (!plan) return plan;
    plans.push_back(std::move(*plan));
  }
  if (plans.size() == 1) return std::move(plans.front());
  return combine_positions(std::move(plans), options);
}

void add_to_group(std::vector<Group>& groups, const analyzers::Analyzer* analyzer, const WeightedField& field) {
  for (Group& group : groups) {
    // Fields without an analyzer agree only when they share the normalizer.
    const bool same = group.analyzer == analyzer &&
                      (analyzer != nullptr || group.fields.front().field->normalizer == field.field->normalizer);
    if (same) return group.fields.push_back(field);
  }
  groups.push_back({analyzer, {field}});
}

}  // namespace

Result<PlanPtr> cross_fields_plan(RewriteContext& context, const std::vector<WeightedField>& fields, const Value& text,
                                  const TextOptions& options, float tie_breaker, const Standing& standing) {
  std::vector<Group> groups;
  std::vector<PlanPtr> plans;
  for (const WeightedField& field : fields) {
    if (is_numeric(field.field->type)) {
      Result<PlanPtr> plan = text_plan(context, *field.field, text, options, standing.times(field.boost));
      if (!plan) return plan;
      plans.push_back(std::move(*plan));
      continue;
    }
    const Result<const analyzers::Analyzer*> analyzer = analyzer_for(context.schema(), *field.field, options);
    if (!analyzer) return analyzer.error();
    add_to_group(groups, *analyzer, field);
  }
  for (const Group& group : groups) {
    Result<PlanPtr> plan = group_plan(context, group, text, options, tie_breaker, standing);
    if (!plan) return plan;
    plans.push_back(std::move(*plan));
  }
  if (plans.size() == 1) return std::move(plans.front());
  return PlanPtr(std::make_unique<DisMaxPlan>(std::move(plans), tie_breaker));
}

}  // namespace aisle::engine
