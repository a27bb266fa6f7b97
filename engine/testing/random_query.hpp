#pragma once

#include <random>
#include <string>

#include "engine/query/ast/query.hpp"

namespace aisle::engine::testing {

/// A random tree over the test schema, of clauses that BruteForce understands; at most `depth` compound clauses deep.
QueryPtr random_query(std::mt19937& random, int depth);
/// The tree in a line, for failure messages.
std::string describe(const QueryPtr& query);

}  // namespace aisle::engine::testing
