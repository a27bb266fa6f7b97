#pragma once
// What PUT _mapping does: add fields, change what may change, refuse the rest.

#include "base/result.hpp"
#include "loaders/mapping/mapping_node.hpp"

namespace aisle::loaders {

/// Merges `incoming` into `existing`. On failure `existing` is in an unspecified state: merge into a copy.
/// Errors: invalid_argument, kind "illegal_argument", in Elasticsearch's words.
Status merge_mapping(MappingRoot& existing, const MappingRoot& incoming);

}  // namespace aisle::loaders
