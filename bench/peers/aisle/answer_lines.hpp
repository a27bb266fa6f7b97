#pragma once

#include <span>
#include <string>

#include "engine/query/search_request.hpp"
#include "engine/query/search_response.hpp"
#include "engine/suggest/completion.hpp"

namespace aisle::bench {

/// Appends {"i", "total", "exact", "hits", "facets"} as bench/peers/README.md has it, and a line end. A filter around a
/// facet is passed through: the facet is what is in it.
void append_answer(std::uint64_t i, const engine::SearchRequest& request, const engine::SearchResponse& response,
                   std::string& out);

/// The same of completions: their scores are weights, their total is how many there are.
void append_options(std::uint64_t i, const engine::SearchTarget& target,
                    std::span<const engine::CompletionOption> options, std::string& out);

}  // namespace aisle::bench
