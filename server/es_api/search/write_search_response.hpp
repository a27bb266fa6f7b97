#pragma once
// A search's answer in Elasticsearch's shape, written straight onto the output.

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "engine/query/search_response.hpp"
#include "base/json/json_writer.hpp"
#include "loaders/mapping/mapping.hpp"
#include "server/es_api/search/search_body.hpp"
#include "server/es_api/search/write_suggestions.hpp"

namespace aisle::server::es_api {

/// Writes `"_shards":{...}` of a search or count over so many indices, none of which failed or was skipped.
void write_search_shards(JsonWriter& json, std::uint64_t targets);

/// What a search body asked for and got. Views both results.
struct SearchAnswer {
  const engine::SearchResponse& response;
  const SuggestedOptions& suggested;
  std::int64_t took_ms = 0;
};

/// Appends the whole answer to `out`. `mappings` are those of the response's targets, in their order; `typed_keys` as in
/// the URL.
void write_search_response(const SearchAnswer& answer,
                           std::span<const std::shared_ptr<const loaders::Mapping>> mappings, const SearchBody& body,
                           bool typed_keys, std::string& out);

}  // namespace aisle::server::es_api
