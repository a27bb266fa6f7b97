#pragma once
// One search against the registry: resolve the indices, parse, run, render.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/query/searcher.hpp"
#include "server/es_api/errors/es_error.hpp"
#include "server/es_api/indices/index_registry.hpp"
#include "server/es_api/search/search_body.hpp"

namespace aisle::server::es_api {

/// What a search is asked against, and with which limits.
struct SearchScope {
  std::vector<engine::SearchTarget> targets;
  std::vector<std::shared_ptr<const loaders::Mapping>> mappings;  ///< of the targets, in their order
  engine::SearchLimits limits;
  std::string first_index;  ///< for error bodies
};

/// Resolves an index expression; the URL may say ignore_unavailable and allow_no_indices. Wildcards mean open indices.
Result<SearchScope> search_scope(IndexRegistry& registry, std::string_view expression, const UrlParameters& url);

/// Runs one search; `text` is its body, empty for none. Appends the answer to `out`, or gives the response of its failure.
std::optional<http::Response> run_search(IndexRegistry& registry, std::string_view expression, std::string_view text,
                                  const UrlParameters& url, std::string& out);

/// Runs one count.
std::optional<http::Response> run_count(IndexRegistry& registry, std::string_view expression, std::string_view text,
                                 const UrlParameters& url, std::string& out);

}  // namespace aisle::server::es_api
