#include "engine/query/rewrite/rewrite_context.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace aisle::engine {

Status RewriteContext::count_clauses(std::uint64_t clauses) {
  clauses_ += clauses;
  if (clauses_ <= limits_.max_clauses) return {};
  return Error(ErrorCode::invalid_argument,
               fmt::format("Query contains too many nested clauses; maxClauseCount is set to {}", limits_.max_clauses),
               "too_many_clauses");
}

ResolvedTerm RewriteContext::resolve(FieldId field, std::string_view term) const {
  ResolvedTerm resolved;
  resolved.ids.reserve(snapshot_.segments().size());
  for (const SegmentView& view : snapshot_.segments()) {
    const FieldIndex* index = view.segment->field_index(field);
    const std::optional<TermId> id = index == nullptr ? std::nullopt : index->find(term);
    resolved.ids.push_back(id);
    if (id) resolved.doc_freq += index->doc_freq(*id);
  }
  return resolved;
}

RewriteContext::FieldScoring& RewriteContext::scoring(FieldId field) {
  const auto [entry, added] = scoring_.try_emplace(index_of(field));
  FieldScoring& found = entry->second;
  if (!added) return found;
  for (const SegmentView& view : snapshot_.segments()) {
    const FieldIndex* index = view.segment->field_index(field);
    if (index == nullptr) continue;
    found.statistics.doc_count += index->statistics().doc_count;
    found.statistics.sum_term_freq += index->statistics().sum_term_freq;
  }
  found.norms = std::make_shared<const Bm25Norms>(bm25_norms(schema().field(field).similarity, found.statistics));
  return found;
}

const CollectionStatistics& RewriteContext::statistics(FieldId field) { return scoring(field).statistics; }

float RewriteContext::idf(FieldId field, std::uint64_t doc_freq) {
  // A frequency blended from other fields may pass this field's count; an idf below 0 would break every bound.
  return std::max(0.0F, bm25_idf(doc_freq, scoring(field).statistics.doc_count));
}

TermWeight RewriteContext::weight_of_idf(const Field& field, float idf, float boost) {
  return {.weight = bm25_weight(boost, field.similarity.k1, idf), .norms = scoring(field.id).norms};
}

TermWeight RewriteContext::weight(const Field& field, std::uint64_t doc_freq, float boost) {
  return weight_of_idf(field, idf(field.id, doc_freq), boost);
}

}  // namespace aisle::engine
