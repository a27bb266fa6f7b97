#pragma once
// An open-loop load over HTTP: requests leave when they are due, and latency counts from then.

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "bench/load/latencies.hpp"
#include "bench/load/load_profile.hpp"

namespace aisle::bench {

struct HttpLoadOptions {
  std::string host = "127.0.0.1";  ///< loopback only
  std::uint16_t port = 9200;
  std::string index = "products";
  std::uint32_t connections = 64;  ///< requests in flight at most; more wait, and their wait counts
  double timeout_seconds = 10.0;
};

/// One request of the plan: when, what, and which rows of the report it counts in.
struct PlannedRequest {
  Arrival arrival;
  std::uint32_t kind = 0;
  const std::string* body = nullptr;  ///< outlives the run
};

struct HttpLoadReport {
  std::vector<Latencies> by_phase;
  std::vector<Latencies> by_kind;
  std::uint64_t answered = 0;
  std::uint64_t rejected = 0;  ///< 429 and 503: refused at once, as an overloaded server should
  std::uint64_t failed = 0;    ///< other statuses, broken connections, time-outs
  std::uint64_t bytes = 0;
  double seconds = 0.0;
  double worst_lateness_us = 0.0;  ///< of the driver itself: how late a due request was noticed
  std::string first_failure;
};

/// Runs the plan on the calling thread. Stops by itself: the last request's due time plus the time-out.
Result<HttpLoadReport> run_http_load(const HttpLoadOptions& options, const std::vector<PlannedRequest>& plan,
                                     std::uint32_t phases, std::uint32_t kinds);

}  // namespace aisle::bench
