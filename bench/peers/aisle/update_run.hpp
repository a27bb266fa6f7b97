#pragma once
// Changes while shoppers search: whole documents at a rate, or prices as fast as they go.

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/result.hpp"
#include "bench/load/latencies.hpp"
#include "bench/peers/aisle/product_index.hpp"
#include "bench/peers/aisle/question_file.hpp"

namespace aisle::bench {

struct UpdateOptions {
  std::filesystem::path updates;   ///< lines of {"id", "price"}, or of whole products
  bool prices_only = false;        ///< changes of the live column "price"
  double rate = 0.0;               ///< lines a second; 0: as fast as possible
  std::int64_t refresh_ms = 1'000;
};

struct UpdateReport {
  std::uint64_t updates = 0;
  double seconds = 0.0;
  Latencies refreshes;  ///< microseconds
  Latencies queries;    ///< microseconds; the questions over and over, on one thread, until the last update
};

/// Writes on one thread, searches on the calling one, refreshes on a third.
Result<UpdateReport> run_updates(ProductIndex& index, const UpdateOptions& options, const std::vector<Question>& questions);

}  // namespace aisle::bench
