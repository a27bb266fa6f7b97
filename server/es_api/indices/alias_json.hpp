#pragma once
// Aliases as JSON.

#include "server/es_api/indices/index_registry.hpp"
#include "base/json/json_writer.hpp"

namespace aisle::server::es_api {

/// `{"alias":{"is_write_index":true}}`. Filtered aliases are refused: a search would not apply the filter.
Result<AliasMap> read_aliases(JsonValue json);
Result<AliasOptions> read_alias_options(JsonValue json);
void write_aliases(JsonWriter& writer, const AliasMap& aliases);

}  // namespace aisle::server::es_api
