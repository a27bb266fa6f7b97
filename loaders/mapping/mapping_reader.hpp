#pragma once
// The JSON of a mapping -> its tree, strictly: what is not known is an error that names it.

#include "base/result.hpp"
#include "base/json/json_document.hpp"
#include "loaders/mapping/mapping_node.hpp"

namespace aisle::loaders {

/// Objects in objects, at most.
inline constexpr std::uint32_t kMaxMappingDepth = 60;

/// `json` is what stands under "mappings", or the body of PUT _mapping. An empty array is an empty mapping (PHP).
Result<MappingRoot> read_mapping(JsonValue json);

/// The definition of one property; `name` is its full path, for messages.
Result<MappingNode> read_property(std::string_view name, JsonValue definition, std::uint32_t depth = 0);

}  // namespace aisle::loaders
