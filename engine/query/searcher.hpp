#pragma once
// START HERE for search: a request against one or more snapshots.

#include <vector>

#include "base/result.hpp"
#include "engine/query/search_request.hpp"
#include "engine/query/search_response.hpp"

namespace aisle::engine {

struct SearchLimits {
  std::uint64_t max_result_window = 10'000;  ///< from + size
  std::uint32_t max_clauses = 4'096;         ///< after expansion of multi-field and multi-term clauses
  std::uint64_t max_buckets = 65'536;
};

/// Runs one request on the calling thread. Statistics for scoring are those of each target by itself, as a shard's.
/// Ties break by target, then document order. Errors: invalid_argument with Elasticsearch's wording where known and a
/// `kind` that es_api maps to an exception type; deadline_exceeded never (time-outs give partial results, flagged).
Result<SearchResponse> search(std::vector<SearchTarget> targets, const SearchRequest& request,
                              const SearchLimits& limits = {});

/// Counts matches only.
Result<std::uint64_t> count(const std::vector<SearchTarget>& targets, const QueryPtr& query,
                            const SearchLimits& limits = {});

}  // namespace aisle::engine
