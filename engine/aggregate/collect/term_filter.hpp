#pragma once
// include / exclude of a terms aggregation.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/unordered/unordered_flat_set.hpp>

#include "base/result.hpp"
#include "engine/aggregate/aggregation.hpp"
#include "engine/aggregate/regex/lucene_regex.hpp"
#include "engine/aggregate/values/field_values.hpp"

namespace aisle::engine {

/// Which terms get buckets. An exclusion wins over an inclusion. Not thread-safe.
class TermFilter {
 public:
  static Result<TermFilter> create(const TermsAggregation& terms);
  bool accepts_all() const { return include_.empty() && exclude_.empty() && !include_pattern_ && !exclude_pattern_; }
  bool accepts(std::string_view term) {
    if (!include_.empty() && !include_.contains(std::string(term))) return false;
    if (include_pattern_ && !include_pattern_->matches(term)) return false;
    if (!exclude_.empty() && exclude_.contains(std::string(term))) return false;
    return !exclude_pattern_ || !exclude_pattern_->matches(term);
  }

 private:
  boost::unordered_flat_set<std::string> include_;
  boost::unordered_flat_set<std::string> exclude_;
  std::optional<LuceneRegex> include_pattern_;
  std::optional<LuceneRegex> exclude_pattern_;
};

/// The same for numbers, by key.
class NumberFilter {
 public:
  static Result<NumberFilter> create(const AggregationLabel& label, const TermsAggregation& terms,
                                     const FieldValues& values);
  bool accepts(std::int64_t key) const {
    return (include_.empty() || include_.contains(key)) && !exclude_.contains(key);
  }

 private:
  boost::unordered_flat_set<std::int64_t> include_;
  boost::unordered_flat_set<std::int64_t> exclude_;
};

}  // namespace aisle::engine
