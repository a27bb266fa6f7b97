#pragma once
// A closed-loop load over HTTP: each connection sends its next request when it has the answer to the last.
//
// Bare epoll, prebuilt requests, one thread: the generator shares the machine with the server it measures, so that each
// microsecond it spends is one that the server lacks.

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/result.hpp"
#include "bench/load/latencies.hpp"
#include "bench/peers/http/request_source.hpp"

namespace aisle::bench {

struct ClosedLoopOptions {
  std::uint16_t port = 9200;  ///< on loopback
  std::uint32_t connections = 4;
  double seconds = 0.0;         ///< stop sending after; 0 means when the source ends
  double warmup_seconds = 0.0;  ///< answers before this do not count
  bool head_only = false;       ///< requests are HEAD
};

struct ClosedLoopReport {
  Latencies latencies;
  double seconds = 0.0;  ///< counted time
  std::uint64_t answers = 0;         ///< counted
  std::uint64_t answers_in_all = 0;  ///< with those of the warm-up
  std::uint64_t bytes = 0;   ///< of counted answers, heads and bodies
  std::uint64_t failed = 0;  ///< statuses of 400 and above
  std::uint64_t statuses = 0;  ///< sum of the counted answers' statuses
  std::string first_failure;
};

/// Called for every answer, in the order they arrive: the number of its request (from 0, in the order asked of the
/// source), status, body.
using OnAnswer = std::function<void(std::uint64_t number, int status, std::string_view body)>;

/// Runs until the time is up or the source ends, and every answer is there. unavailable when a connection breaks.
Result<ClosedLoopReport> run_closed_loop(const ClosedLoopOptions& options, RequestSource& source, const OnAnswer& on_answer);

}  // namespace aisle::bench
