#pragma once

#include <cstdint>

namespace aisle::engine {

/// How much a posting list keeps, or a reader wants of it; each level includes the ones before it (Elasticsearch's
/// `index_options`).
enum class PostingDetail : std::uint8_t { docs, freqs, positions };

}  // namespace aisle::engine
