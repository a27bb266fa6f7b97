#pragma once
// START HERE for the shop as a part of the server: everything it consists of, opened in order and closed in order.

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "server/config/serve_settings.hpp"
#include "server/es_api/indices/index_registry.hpp"
#include "server/http/health.hpp"
#include "server/http/router.hpp"
#include "server/metrics/metrics.hpp"

namespace aisle::server::shop_api {

/// The shop over the indices of `registry`, kept in `<data>/shop`. The registry, the metrics and the health checks are
/// used until it is destroyed; the router's handlers until the server stopped.
class ShopService {
 public:
  static Result<std::unique_ptr<ShopService>> open(const config::ServeSettings& settings, es_api::IndexRegistry& registry,
                                                   Metrics& metrics);
  ~ShopService();

  void add_routes(http::Router& router);
  /// Not ready while writes are refused.
  void add_readiness_checks(http::Health& health);
  std::string banner_line() const;
  /// Sets the workers to work. Once the routes are there.
  void start();

  /// Ends long polls, so that a server that drains does not wait for them.
  void begin_drain();
  /// Stops the workers, finishes the writer's line and closes the store.
  void close();

 private:
  struct Parts;
  explicit ShopService(std::unique_ptr<Parts> parts);
  const std::unique_ptr<Parts> parts_;
};

}  // namespace aisle::server::shop_api
