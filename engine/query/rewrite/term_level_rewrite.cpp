// Clauses that take values as they are: term, terms, range, prefix, wildcard, fuzzy.
#include <algorithm>

#include <fmt/format.h>

#include "analyzers/analyzer.hpp"
#include "engine/query/rewrite/field_value_text.hpp"
#include "engine/query/rewrite/leaf_plans.hpp"
#include "engine/query/rewrite/term_expansion.hpp"

namespace aisle::engine {
namespace {

/// Clauses about words cannot be asked of numbers.
Status require_words(const Field& field, std::string_view clause) {
  if (!is_numeric(field.type)) return require_indexed(field);
  return Error(ErrorCode::invalid_argument,
               fmt::format("Can only use {} queries on keyword, text and wildcard fields - not on [{}] which is of "
                           "type [{}]",
                           clause, field.name, to_string(field.type)),
               "query_shard_exception", field.name);
}

std::vector<std::string> texts_of(const std::vector<Value>& values) {
  std::vector<std::string> texts;
  for (const Value& value : values) texts.push_back(text_of(value));
  return texts;
}

/// A pattern through a keyword's normalizer, its special characters left alone.
std::string normalized_pattern(const Field& field, const std::string& pattern) {
  if (field.normalizer == nullptr) return pattern;
  std::string result;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) result += field.normalizer->normalize(literal);
    literal.clear();
  };
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c != '*' && c != '?' && c != '\\') {
      literal.push_back(c);
      continue;
    }
    flush();
    result.push_back(c);
    if (c == '\\' && i + 1 < pattern.size()) result.push_back(pattern[++i]);
  }
  flush();
  return result;
}

}  // namespace

Result<PlanPtr> Rewriter::clause(const TermQuery& query, const Standing& standing) {
  if (query.field == "_id") {
    return PlanPtr(std::make_unique<IdsPlan>(std::vector{text_of(query.value)}, standing.boost));
  }
  const Field* field = context_.schema().find(query.field);
  if (field == nullptr) return none_plan();
  if (!query.case_insensitive || is_numeric(field->type)) return value_plan(context_, *field, query.value, standing);
  if (Status counted = context_.count_clauses(1); !counted) return std::move(counted).error();
  const std::string wanted = indexed_term(*field, query.value);
  return PlanPtr(std::make_unique<TermSetPlan>(
      field->id,
      matching_terms(context_.snapshot(), field->id, "",
                     [&](std::string_view term) { return equal_ignoring_case(term, wanted); }),
      standing.boost));
}

Result<PlanPtr> Rewriter::clause(const TermsQuery& query, const Standing& standing) {
  if (query.field == "_id") return PlanPtr(std::make_unique<IdsPlan>(texts_of(query.values), standing.boost));
  const Field* field = context_.schema().find(query.field);
  if (field == nullptr || query.values.empty()) return none_plan();
  if (Status searchable = require_indexed(*field); !searchable) return std::move(searchable).error();
  if (Status counted = context_.count_clauses(1); !counted) return std::move(counted).error();
  if (!is_numeric(field->type)) {
    std::vector<std::string> terms;
    for (const Value& value : query.values) terms.push_back(indexed_term(*field, value));
    return PlanPtr(std::make_unique<TermSetPlan>(
        field->id, exact_terms(context_.snapshot(), field->id, terms), standing.boost));
  }
  std::vector<std::int64_t> integers;
  std::vector<double> reals;
  std::vector<PlanPtr> dates;
  for (const Value& value : query.values) {
    if (field->type == FieldType::date) {
      Result<PlanPtr> date = value_plan(context_, *field, value, standing.unscored());
      if (!date) return date;
      dates.push_back(std::move(*date));
      continue;
    }
    const Result<std::optional<FieldNumber>> number = field_number(*field, value);
    if (!number) return number.error();
    if (!*number) continue;
    if (value_class(field->type) == ValueClass::real) {
      reals.push_back((*number)->real);
    } else {
      integers.push_back((*number)->integer);
    }
  }
  if (!dates.empty()) {
    return PlanPtr(std::make_unique<ConstantPlan>(any_plan(std::move(dates)), standing.boost));
  }
  return PlanPtr(std::make_unique<NumericSetPlan>(field->id, std::move(integers), std::move(reals), standing.boost));
}

Result<PlanPtr> Rewriter::clause(const RangeQuery& query, const Standing& standing) {
  const Field* field = context_.schema().find(query.field);
  if (field == nullptr) return none_plan();
  if (Status searchable = require_indexed(*field); !searchable) return std::move(searchable).error();
  if (Status counted = context_.count_clauses(1); !counted) return std::move(counted).error();
  if (is_numeric(field->type)) {
    const Result<NumericBounds> bounds =
        range_bounds(*field,
                     {.from = query.from,
                      .to = query.to,
                      .include_from = query.include_from,
                      .include_to = query.include_to,
                      .format = query.format,
                      .time_zone = query.time_zone},
                     context_.now_ms());
    if (!bounds) return bounds.error();
    return PlanPtr(
        std::make_unique<NumericRangePlan>(field->id, value_class(field->type), *bounds, standing.boost));
  }
  const std::string from = is_null(query.from) ? std::string{} : indexed_term(*field, query.from);
  const std::string to = is_null(query.to) ? std::string{} : indexed_term(*field, query.to);
  const TermBounds bounds{.from = is_null(query.from) ? nullptr : &from,
                          .to = is_null(query.to) ? nullptr : &to,
                          .include_from = query.include_from,
                          .include_to = query.include_to};
  return PlanPtr(std::make_unique<TermSetPlan>(field->id, terms_between(context_.snapshot(), field->id, bounds),
                                               standing.boost));
}

Result<PlanPtr> Rewriter::clause(const PrefixQuery& query, const Standing& standing) {
  const Field* field = context_.schema().find(query.field);
  if (field == nullptr) return none_plan();
  if (Status words = require_words(*field, "prefix"); !words) return std::move(words).error();
  const std::string prefix = indexed_term(*field, Value(query.value));
  if (!query.case_insensitive) return prefix_plan(context_, *field, prefix, standing);
  if (Status counted = context_.count_clauses(1); !counted) return std::move(counted).error();
  return PlanPtr(std::make_unique<TermSetPlan>(
      field->id,
      matching_terms(context_.snapshot(), field->id, "",
                     [&](std::string_view term) { return equal_ignoring_case(term.substr(0, prefix.size()), prefix); }),
      standing.boost));
}

Result<PlanPtr> Rewriter::clause(const WildcardQuery& query, const Standing& standing) {
  const Field* field = context_.schema().find(query.field);
  if (field == nullptr) return none_plan();
  if (Status words = require_words(*field, "wildcard"); !words) return std::move(words).error();
  if (Status counted = context_.count_clauses(1); !counted) return std::move(counted).error();
  const std::string pattern = normalized_pattern(*field, query.pattern);
  const std::string prefix = query.case_insensitive ? std::string{} : literal_prefix(pattern);
  return PlanPtr(std::make_unique<TermSetPlan>(
      field->id,
      matching_terms(context_.snapshot(), field->id, prefix,
                     [&](std::string_view term) { return wildcard_accepts(pattern, term, query.case_insensitive); }),
      standing.boost));
}

Result<PlanPtr> Rewriter::clause(const FuzzyQuery& query, const Standing& standing) {
  const Field* field = context_.schema().find(query.field);
  if (field == nullptr) return none_plan();
  if (is_numeric(field->type)) {
    return Error(ErrorCode::invalid_argument,
                 fmt::format("Can only use fuzzy queries on keyword and text fields - not on [{}] which is of type [{}]",
                             field->name, to_string(field->type)),
                 "illegal_argument", field->name);
  }
  if (Status searchable = require_indexed(*field); !searchable) return std::move(searchable).error();
  return fuzzy_plan(context_, *field, indexed_term(*field, query.value), query.fuzziness, query.fuzzy, standing);
}

}  // namespace aisle::engine
