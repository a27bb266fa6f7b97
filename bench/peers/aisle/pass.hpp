#pragma once
// One pass over a row: every question once, timed each.

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "bench/load/latencies.hpp"
#include "bench/peers/aisle/question_file.hpp"
#include "engine/query/search_response.hpp"

namespace aisle::bench {

/// Which time of a question is measured: what passed, or what its thread spent on a processor (for machines that are busy
/// with other things; costs a system call).
enum class PassClock : std::uint8_t { wall, thread_cpu };

struct PassResult {
  Latencies latencies;
  double seconds = 0.0;
  std::uint64_t checksum = 0;  ///< of totals and hits, whatever the order in which threads took the questions
};

/// Threads take questions from one queue.
Result<PassResult> run_pass(const engine::SearchTarget& target, const std::vector<Question>& questions, unsigned threads,
                            PassClock clock = PassClock::wall);

}  // namespace aisle::bench
