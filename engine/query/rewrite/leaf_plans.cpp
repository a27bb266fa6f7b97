#include "engine/query/rewrite/leaf_plans.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/query/rewrite/field_value_text.hpp"
#include "engine/query/rewrite/fuzzy_expansion.hpp"
#include "engine/query/rewrite/term_expansion.hpp"

namespace aisle::engine {
namespace {

// Prefixes longer than this are not kept by search_as_you_type's prefix field.
constexpr std::size_t kMaxIndexedPrefix = 20;

/// The prefix field of a search_as_you_type field or of one of its shingle sub-fields; null for others.
const Field* prefix_field(const Schema& schema, const Field& field) {
  if (field.index_prefix != kNoField) return &schema.field(field.index_prefix);
  const std::size_t dot = field.name.rfind("._");
  if (dot == std::string::npos) return nullptr;
  const Field* root = schema.find(std::string_view(field.name).substr(0, dot));
  if (root == nullptr || root->index_prefix == kNoField || field.id == root->index_prefix) return nullptr;
  return &schema.field(root->index_prefix);
}

std::size_t length_in_code_points(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// How many documents have the field, and how many have this value; deleted ones included, as for terms.
struct ValueCounts {
  std::uint64_t with_field = 0;
  std::uint64_t with_value = 0;
  std::uint64_t values = 0;
};
ValueCounts count_values(const Snapshot& snapshot, FieldId field, std::int64_t value) {
  ValueCounts counts;
  for (const SegmentView& view : snapshot.segments()) {
    const NumericColumn* column = view.segment->numbers(field);
    if (column == nullptr) continue;
    for (std::uint32_t i = 0; i < view.segment->doc_count(); ++i) {
      std::uint64_t held = 0;
      bool equal = false;
      column->for_each(DocId{i}, [&](std::int64_t one) {
        ++held;
        equal |= one == value;
      });
      counts.with_field += held > 0 ? 1 : 0;
      counts.with_value += equal ? 1 : 0;
      counts.values += held;
    }
  }
  return counts;
}

/// Elasticsearch indexes booleans as terms, so that they score as a term without length does.
float boolean_score(RewriteContext& context, const Field& field, std::int64_t value, float boost) {
  const ValueCounts counts = count_values(context.snapshot(), field.id, value);
  if (counts.with_value == 0) return 0.0F;
  const Similarity similarity;
  const Bm25Norms norms = bm25_norms(similarity, {counts.with_field, counts.values});
  const TermScorer scorer{.weight = bm25_weight(boost, similarity.k1, bm25_idf(counts.with_value, counts.with_field)),
                          .inverse = norms.inverse.data()};
  return scorer.score(1U, 1);
}

Result<PlanPtr> date_plan(RewriteContext& context, const Field& field, const Value& value, const Standing& standing) {
  const Result<NumericBounds> bounds =
      range_bounds(field, {.from = value, .to = value}, context.now_ms());
  if (!bounds) return bounds.error();
  return PlanPtr(std::make_unique<NumericRangePlan>(field.id, ValueClass::integer, *bounds, standing.boost));
}

Result<PlanPtr> number_plan(RewriteContext& context, const Field& field, const Value& value,
                            const Standing& standing) {
  const Result<std::optional<FieldNumber>> number = field_number(field, value);
  if (!number) return number.error();
  if (!*number) return none_plan();
  const FieldNumber held = **number;
  if (value_class(field.type) == ValueClass::real) {
    return PlanPtr(std::make_unique<NumericSetPlan>(field.id, std::vector<std::int64_t>{},
                                                    std::vector<double>{held.real}, standing.boost));
  }
  const bool scores_as_term = field.type == FieldType::boolean && standing.scored;
  const float score = scores_as_term ? boolean_score(context, field, held.integer, standing.boost) : standing.boost;
  return PlanPtr(std::make_unique<NumericSetPlan>(field.id, std::vector<std::int64_t>{held.integer},
                                                  std::vector<double>{}, score));
}

}  // namespace

PlanPtr none_plan() { return std::make_unique<NonePlan>(); }

Status require_indexed(const Field& field) {
  if (field.indexed || (is_numeric(field.type) && field.has_column)) return {};
  return Error(ErrorCode::invalid_argument,
               fmt::format("Cannot search on field [{}] since it is not indexed.", field.name), "query_shard_exception",
               field.name);
}

Result<PlanPtr> term_plan(RewriteContext& context, const Field& field, std::string_view term,
                          const Standing& standing) {
  if (Status counted = context.count_clauses(1); !counted) return std::move(counted).error();
  ResolvedTerm resolved = context.resolve(field.id, term);
  if (resolved.doc_freq == 0) return none_plan();
  TermWeight weight = standing.scored ? context.weight(field, resolved.doc_freq, standing.boost) : TermWeight{};
  return PlanPtr(std::make_unique<TermPlan>(field.id, std::move(resolved), std::move(weight)));
}

Result<PlanPtr> value_plan(RewriteContext& context, const Field& field, const Value& value, const Standing& standing) {
  if (Status searchable = require_indexed(field); !searchable) return std::move(searchable).error();
  if (!is_numeric(field.type)) return term_plan(context, field, indexed_term(field, value), standing);
  if (Status counted = context.count_clauses(1); !counted) return std::move(counted).error();
  if (field.type == FieldType::date) return date_plan(context, field, value, standing);
  return number_plan(context, field, value, standing);
}

Result<PlanPtr> prefix_plan(RewriteContext& context, const Field& field, std::string_view prefix,
                            const Standing& standing) {
  if (Status counted = context.count_clauses(1); !counted) return std::move(counted).error();
  const std::size_t length = length_in_code_points(prefix);
  const Field* prefixes = prefix_field(context.schema(), field);
  if (prefixes != nullptr && length >= 1 && length <= kMaxIndexedPrefix) {
    Result<PlanPtr> term = term_plan(context, *prefixes, prefix, standing.unscored());
    if (!term) return term;
    return PlanPtr(std::make_unique<ConstantPlan>(std::move(*term), standing.boost));
  }
  return PlanPtr(std::make_unique<TermSetPlan>(field.id, prefix_terms(context.snapshot(), field.id, prefix),
                                               standing.boost, true));
}

Result<PlanPtr> fuzzy_plan(RewriteContext& context, const Field& field, std::string_view term,
                           const Fuzziness& fuzziness, const FuzzyOptions& options, const Standing& standing) {
  const std::vector<FuzzyMatch> terms = expand_fuzzy(context.snapshot(), field.id, term, fuzziness, options);
  if (Status counted = context.count_clauses(terms.size()); !counted) return std::move(counted).error();
  std::vector<ExpansionPlan::Expanded> expanded;
  std::uint64_t doc_freq = 0;
  for (const FuzzyMatch& one : terms) {
    expanded.push_back({context.resolve(field.id, one.term), 0.0F});
    doc_freq = std::max(doc_freq, expanded.back().term.doc_freq);
  }
  if (doc_freq == 0) return none_plan();
  // All score with one blended frequency.
  std::shared_ptr<const Bm25Norms> norms;
  for (std::size_t i = 0; standing.scored && i < terms.size(); ++i) {
    TermWeight weight = context.weight(field, doc_freq, standing.boost * terms[i].boost);
    expanded[i].weight = weight.weight;
    norms = std::move(weight.norms);
  }
  if (expanded.size() == 1) {
    return PlanPtr(std::make_unique<TermPlan>(field.id, std::move(expanded[0].term),
                                              TermWeight{expanded[0].weight, std::move(norms)}));
  }
  return PlanPtr(std::make_unique<ExpansionPlan>(field.id, std::move(expanded), std::move(norms)));
}

PlanPtr any_plan(std::vector<PlanPtr> plans) {
  if (plans.empty()) return none_plan();
  if (plans.size() == 1) return std::move(plans.front());
  BoolPlan::Clauses clauses;
  clauses.should = std::move(plans);
  clauses.minimum = 1;
  return std::make_unique<BoolPlan>(std::move(clauses));
}

}  // namespace aisle::engine
