#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace aisle::engine {

/// How many of `optional_clauses` a specification wants: "2", "-1", "75%", "-25%", "2<75% 5<-2" (Elasticsearch's
/// Queries.calculateMinShouldMatch). Never negative; may pass the number of clauses, which then cannot match.
/// Error: "number_format" ("For input string: ..").
Result<std::uint32_t> minimum_should_match(std::uint32_t optional_clauses, std::string_view specification);

}  // namespace aisle::engine
