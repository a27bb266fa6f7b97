#pragma once
// Which named clauses does each hit match?

#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "engine/query/search_request.hpp"
#include "engine/query/search_response.hpp"
#include "engine/query/searcher.hpp"

namespace aisle::engine {

/// Fills Hit::matched_queries of the hits, in the order in which the request's tree names clauses. Runs each named
/// clause over the hits only.
Status add_matched_queries(const SearchRequest& request, const SearchLimits& limits, EpochMillis now_ms,
                           SearchResponse& response);

}  // namespace aisle::engine
