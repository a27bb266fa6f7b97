#pragma once
// What all sessions of one server share. Inside server/http only.

#include <atomic>
#include <memory>
#include <vector>

#include "server/http/memory_budget.hpp"
#include "server/http/server.hpp"

namespace aisle::server::http {

/// Constant after construction but for the counters, which are atomic. Shared by every session and exchange, so that a
/// reply that is sent after the server is gone still finds it.
struct ServerContext {
  ServerContext(ServerOptions options_in, Router router_in, Metrics& metrics_in, Health& health_in);

  const ServerOptions options;
  const Router router;
  Metrics& metrics;
  Health& health;
  const Cors cors;
  MemoryBudget bodies;
  ComputePool pool;
  std::atomic<bool> draining = false;

  /// The series a request counts in: its route's, or the one of all unknown paths.
  RouteSeries& series(const Route* route) const { return route ? *series_[route->number] : *unmatched_; }

 private:
  std::vector<RouteSeries*> series_;
  RouteSeries* unmatched_;
};

/// Lets the metrics ask about queues and bodies for as long as the context lives.
void sample_context(const std::shared_ptr<ServerContext>& context);

}  // namespace aisle::server::http
