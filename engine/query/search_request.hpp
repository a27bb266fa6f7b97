#pragma once
// Everything one search asks for: one struct, plain data.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/aggregate/aggregation.hpp"
#include "engine/query/ast/query.hpp"
#include "engine/value.hpp"

namespace aisle::engine {

struct SortKey {
  enum class Kind : std::uint8_t { score, doc, field };
  enum class Mode : std::uint8_t { by_order, min, max, sum, avg, median };  ///< by_order: min ascending, max descending
  enum class Missing : std::uint8_t { last, first, value };
  Kind kind = Kind::score;
  std::string field;
  bool descending = false;  ///< es_api sets true for `_score` unless told otherwise
  Mode mode = Mode::by_order;
  Missing missing = Missing::last;
  Value missing_value;
  std::string unmapped_type;  ///< empty: sorting on an unmapped field is an error
  std::string date_format;    ///< for rendering sort values; empty: as stored
};

/// How many matches must be counted: up to a limit (Elasticsearch's default 10,000), all, or none.
struct TrackTotalHits {
  static constexpr std::uint64_t kAll = ~std::uint64_t{0};
  std::uint64_t limit = 10'000;  ///< kAll: exact; 0: no total wanted
};

struct SearchRequest {
  QueryPtr query;        ///< null: match_all
  QueryPtr post_filter;  ///< null: none; narrows hits but not aggregations
  std::uint64_t from = 0;
  std::uint64_t size = 10;
  std::vector<SortKey> sort;  ///< empty: by score, descending
  bool track_scores = false;  ///< compute scores though the sort does not need them
  std::optional<std::vector<Value>> search_after;  ///< one value per sort key (of the sort as completed)
  std::optional<float> min_score;
  TrackTotalHits total;
  std::vector<Aggregation> aggregations;
  std::optional<std::int64_t> timeout_ms;
  bool named_queries = false;  ///< some clause has a name: report matched_queries per hit
};

}  // namespace aisle::engine
