#pragma once
// What may be the name of an index or an alias?

#include <string_view>

#include "base/result.hpp"

namespace aisle::server::es_api {

/// Elasticsearch's rules and words ("Invalid index name [X], must be lowercase").
Status check_index_name(std::string_view name);
/// Aliases may have upper-case letters.
Status check_alias_name(std::string_view name);

}  // namespace aisle::server::es_api
