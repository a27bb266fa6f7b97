#pragma once
// The body of an update: a partial document and what to do when there is nothing to update.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/json/json_document.hpp"

namespace aisle::server::es_api {

/// Owns its JSON; views `text`, which must outlive it.
struct UpdateBody {
  std::shared_ptr<const JsonDocument> json;
  std::optional<JsonValue> doc;
  std::optional<JsonValue> upsert;
  bool doc_as_upsert = false;
  bool detect_noop = true;
  bool shows_source = false;  ///< `_source`: the answer carries the new document
  std::vector<std::string> source_includes, source_excludes;

  static Result<UpdateBody> read(std::string_view text);
};

}  // namespace aisle::server::es_api
