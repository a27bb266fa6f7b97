#pragma once

#include <span>
#include <vector>

#include "base/json/json_writer.hpp"
#include "engine/suggest/completion.hpp"
#include "loaders/mapping/mapping.hpp"
#include "server/es_api/search/search_body.hpp"

namespace aisle::server::es_api {

/// What the suggestions of a body found, one list each.
using SuggestedOptions = std::vector<std::vector<engine::CompletionOption>>;

/// Writes {"name": [{text, offset, length, options}], ...}, names with their kind before them where `typed_keys`.
void write_suggestions(JsonWriter& json, std::span<const engine::SearchTarget> targets,
                       std::span<const std::shared_ptr<const loaders::Mapping>> mappings, const SearchBody& body,
                       const SuggestedOptions& found, bool typed_keys);

}  // namespace aisle::server::es_api
