#pragma once
// Do two builds answer alike?

#include <cstdint>

#include "engine/query/search_response.hpp"

namespace aisle::bench {

/// A number of the total, the hits' ids in order and every bucket's key and count: equal answers have equal sums.
std::uint64_t checksum_of(const engine::SearchResponse& response);

}  // namespace aisle::bench
