#pragma once

#include <string>

#include "engine/query/search_request.hpp"
#include "engine/query/search_response.hpp"

namespace aisle::bench {

/// Appends {"i", "total", "exact", "hits", "facets"} as bench/peers/README.md has it, and a line end. A filter around a
/// facet is passed through: the facet is what is in it.
void append_answer(std::uint64_t i, const engine::SearchRequest& request, const engine::SearchResponse& response,
                   std::string& out);

}  // namespace aisle::bench
