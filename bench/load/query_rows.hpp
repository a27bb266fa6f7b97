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

/// The rows of row_bodies.hpp, and `mixed`: the log as a storefront sends it, filters and all. Bodies go through es_api's
/// parser, as a client's would; parsing is not part of what is timed.
Result<std::vector<QueryRow>> make_rows(const loaders::CatalogGenerator& catalog, std::uint64_t products,
                                        std::uint64_t seed, std::uint64_t queries);

}  // namespace aisle::bench
