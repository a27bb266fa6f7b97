#pragma once
// `suggest` in a search body.

#include <string>
#include <vector>

#include "base/json/json_document.hpp"
#include "base/result.hpp"
#include "engine/suggest/completion.hpp"

namespace aisle::server::es_api {

/// One named suggestion; of Elasticsearch's suggesters, `completion`.
struct Suggestion {
  std::string name;
  engine::CompletionRequest request;
};

/// Reads {"text": for all, name: {"prefix" | "text", "completion": {...}}, ...}.
Result<std::vector<Suggestion>> parse_suggest(JsonValue value);

}  // namespace aisle::server::es_api
