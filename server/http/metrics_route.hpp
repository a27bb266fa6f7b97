#pragma once
// GET /metrics, for Prometheus.

#include "server/http/router.hpp"
#include "server/metrics/metrics.hpp"

namespace aisle::server::http {

/// `metrics` must outlive the router.
void install_metrics_route(Router& router, Metrics& metrics);

}  // namespace aisle::server::http
