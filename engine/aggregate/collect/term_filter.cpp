#include "engine/aggregate/collect/term_filter.hpp"

#include <utility>

namespace aisle::engine {
namespace {

Status compile_into(std::optional<LuceneRegex>& out, const std::string& pattern) {
  if (pattern.empty()) return {};
  Result<LuceneRegex> regex = LuceneRegex::compile(pattern);
  if (!regex) return std::move(regex).error();
  out = std::move(*regex);
  return {};
}

Status keys_into(boost::unordered_flat_set<std::int64_t>& out, const std::vector<Value>& from,
                 const FieldValues& values) {
  for (const Value& value : from) {
    Result<std::int64_t> key = values.key_from(value);
    if (!key) return std::move(key).error();
    out.insert(*key);
  }
  return {};
}

}  // namespace

Result<TermFilter> TermFilter::create(const TermsAggregation& terms) {
  TermFilter filter;
  for (const Value& value : terms.include) filter.include_.insert(value_text(value));
  for (const Value& value : terms.exclude) filter.exclude_.insert(value_text(value));
  if (Status done = compile_into(filter.include_pattern_, terms.include_pattern); !done) return std::move(done).error();
  if (Status done = compile_into(filter.exclude_pattern_, terms.exclude_pattern); !done) return std::move(done).error();
  return filter;
}

Result<NumberFilter> NumberFilter::create(const AggregationLabel& label, const TermsAggregation& terms,
                                          const FieldValues& values) {
  if (!terms.include_pattern.empty() || !terms.exclude_pattern.empty()) {
    return Error(ErrorCode::invalid_argument,
                 "Aggregation [" + std::string(label.name) +
                     "] cannot support regular expression style include/exclude settings as they can only be applied "
                     "to string fields. Use an array of numeric values for include/exclude clauses used to filter "
                     "numeric fields",
                 "aggregation_execution_exception");
  }
  NumberFilter filter;
  if (Status done = keys_into(filter.include_, terms.include, values); !done) return std::move(done).error();
  if (Status done = keys_into(filter.exclude_, terms.exclude, values); !done) return std::move(done).error();
  return filter;
}

}  // namespace aisle::engine
