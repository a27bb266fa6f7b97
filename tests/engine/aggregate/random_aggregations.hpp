#pragma once
// Requests of random shape over the fields of plain_schema().

#include <random>
#include <vector>

#include "engine/aggregate/aggregation.hpp"

namespace aisle::engine {

std::vector<Aggregation> random_aggregations(std::mt19937& random, unsigned depth = 0);

}  // namespace aisle::engine
