#pragma once
// What a request wants to know about its matches: facets and metrics, as plain data in Elasticsearch's words.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/query/ast/query.hpp"
#include "engine/value.hpp"

namespace aisle::engine {

/// How buckets are ordered: by count, by key, or by a metric of a sub-aggregation ("stats.avg").
struct BucketOrder {
  enum class By : std::uint8_t { count, key, metric };
  By by = By::count;
  bool ascending = false;
  std::string path = {};  ///< By::metric: "name" or "name.property"
};

struct TermsAggregation {
  std::string field;
  std::uint64_t size = 10;
  std::vector<BucketOrder> order;  ///< empty: count descending, then key ascending
  std::uint64_t min_doc_count = 1;
  Value missing;                       ///< null: documents without a value are not counted
  std::vector<Value> include;          ///< exact values; empty: all
  std::vector<Value> exclude;
  std::string include_pattern;         ///< Lucene regular expression; empty: none
  std::string exclude_pattern;
  std::string format;                  ///< dates: overrides the field's
};

struct RangeAggregation {
  struct Range {
    std::optional<std::string> key;
    Value from;  ///< inclusive; null: open. Date fields take date math
    Value to;    ///< exclusive; null: open
  };
  std::string field;
  std::vector<Range> ranges;
  bool keyed = false;
  bool is_date = false;  ///< date_range: from/to are rendered as dates
  std::string format;
  Value missing;
};

struct HistogramAggregation {
  std::string field;
  double interval = 1.0;
  double offset = 0.0;
  std::uint64_t min_doc_count = 0;
  bool keyed = false;
  std::optional<double> extended_min;
  std::optional<double> extended_max;
  std::vector<BucketOrder> order;  ///< empty: key ascending
  Value missing;
  std::string format;  ///< dates: overrides the field's
};

struct MetricAggregation {
  enum class Kind : std::uint8_t { min, max, sum, avg, value_count, stats, extended_stats, cardinality };
  Kind kind = Kind::stats;
  std::string field;
  Value missing;
  double sigma = 2.0;  ///< extended_stats: width of its bounds
  std::string format;  ///< dates: overrides the field's
};

struct FilterAggregation {
  QueryPtr filter;
};

struct FiltersAggregation {
  struct Named {
    std::string name;  ///< empty when the filters are anonymous
    QueryPtr filter;
  };
  std::vector<Named> filters;
  bool keyed = true;                      ///< named filters; anonymous ones give a list
  std::optional<std::string> other_name;  ///< other_bucket_key: a bucket for documents that match none
};

struct MissingAggregation {
  std::string field;
};

struct GlobalAggregation {};  ///< every live document, whatever the query

struct Aggregation {
  using Node = std::variant<TermsAggregation, RangeAggregation, HistogramAggregation, MetricAggregation,
                            FilterAggregation, FiltersAggregation, MissingAggregation, GlobalAggregation>;
  std::string name;
  Node node;
  std::vector<Aggregation> sub;
  std::string annotation;  ///< opaque to the engine: what the asker wants back with the result (`meta`)
};

}  // namespace aisle::engine
