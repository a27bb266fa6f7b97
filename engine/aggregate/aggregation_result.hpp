#pragma once
// What aggregations found, ready to be rendered. Counts are exact.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/aggregate/aggregation.hpp"
#include "engine/schema/field_type.hpp"
#include "engine/value.hpp"

namespace aisle::engine {

struct AggregationResult;

/// `key` is the bucket's value as the field's type has it (text, integer, real, boolean). Ranges have from/to.
struct Bucket {
  Value key;
  std::string key_text;  ///< what `key_as_string` or a keyed map shows; empty: none
  std::optional<double> from;
  std::optional<double> to;
  std::string from_text;  ///< dates
  std::string to_text;
  std::uint64_t doc_count = 0;
  std::vector<AggregationResult> sub;
};

/// terms. `other_doc_count` counts documents in the buckets left out.
struct TermsResult {
  FieldType type = FieldType::keyword;  ///< decides dterms/lterms/sterms under typed_keys
  std::vector<Bucket> buckets = {};
  std::uint64_t other_doc_count = 0;
};
/// range, date_range, histogram, filters.
struct BucketsResult {
  std::vector<Bucket> buckets = {};
  bool keyed = false;
};
/// filter, missing, global.
struct SingleBucketResult {
  std::uint64_t doc_count = 0;
  std::vector<AggregationResult> sub;
};
/// min .. extended_stats: the sums from which each is rendered. `count` values went in.
struct MetricResult {
  MetricAggregation::Kind kind = MetricAggregation::Kind::stats;
  std::optional<FieldType> type = {};  ///< none when the field is unmapped
  std::uint64_t count = 0;        ///< for cardinality: distinct values
  double min = 0.0;  ///< +infinity when nothing went in
  double max = 0.0;  ///< -infinity when nothing went in
  double sum = 0.0;
  double sum_of_squares = 0.0;
  double sigma = 2.0;       ///< extended_stats: how many deviations its bounds are away
  std::string date_format = {};  ///< date fields: for `value_as_string`; empty: the default format
};

struct AggregationResult {
  std::string name;
  const Aggregation* request = nullptr;  ///< the node that asked; lives as long as the SearchRequest
  std::variant<TermsResult, BucketsResult, SingleBucketResult, MetricResult> node;
};

}  // namespace aisle::engine
