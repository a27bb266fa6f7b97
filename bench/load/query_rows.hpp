#pragma once
// The rows of the in-process report: named sets of search requests.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/query/search_request.hpp"
#include "loaders/synthetic/query_log.hpp"

namespace aisle::bench {

struct QueryRow {
  std::string name;
  std::vector<engine::SearchRequest> requests;
};

/// A row for each kind of the log and their mixture, and the rows that single out one thing: `facets_two_terms` (results
/// page of a two-word query), `fuzzy2_term` (one misspelt word at two edits, top ten), `autocomplete` (edge n-grams, top
/// ten). Bodies go through es_api's parser, as a client's would; parsing is not part of what is timed.
Result<std::vector<QueryRow>> make_rows(const loaders::CatalogGenerator& catalog, std::uint64_t products,
                                        std::uint64_t seed, std::uint64_t queries);

}  // namespace aisle::bench
