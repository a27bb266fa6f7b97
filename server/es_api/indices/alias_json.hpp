#pragma once
// Aliases as JSON.

#include "server/es_api/indices/index_registry.hpp"
#include "loaders/json/json_writer.hpp"

namespace aisle::server::es_api {

/// `{"alias":{"is_write_index":true}}`. Filtered aliases are refused: a search would not apply the filter.
Result<AliasMap> read_aliases(loaders::JsonValue json);
Result<AliasOptions> read_alias_options(loaders::JsonValue json);
void write_aliases(loaders::JsonWriter& writer, const AliasMap& aliases);

}  // namespace aisle::server::es_api
