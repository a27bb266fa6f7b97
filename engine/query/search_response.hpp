#pragma once
// What a search found. Sources are fetched by the caller from the snapshots that the response keeps alive.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/aggregate/aggregation_result.hpp"
#include "engine/index/live/snapshot.hpp"
#include "engine/value.hpp"

namespace aisle::engine {

/// One index as searched: its name as results report it, and what it held.
struct SearchTarget {
  std::string index;
  std::shared_ptr<const Snapshot> snapshot;
};

struct Hit {
  std::uint32_t target = 0;   ///< index into SearchResponse::targets
  std::uint32_t segment = 0;  ///< index into the snapshot's segments
  DocId doc{0};
  float score = 0.0F;                        ///< NaN where scores were not computed
  std::vector<Value> sort;                   ///< one per sort key; empty when the request gave no sort
  std::vector<std::string> matched_queries;  ///< names of matching named clauses, when asked for
};

struct SearchResponse {
  std::vector<SearchTarget> targets;
  std::uint64_t total = 0;
  bool total_is_lower_bound = false;  ///< relation "gte"
  std::optional<float> max_score;     ///< none when no hit or scores were not computed
  std::vector<Hit> hits;
  std::vector<AggregationResult> aggregations;  ///< in the order of the request
  bool timed_out = false;
};

}  // namespace aisle::engine
