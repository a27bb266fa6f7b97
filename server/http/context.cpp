#include "server/http/context.hpp"

namespace aisle::server::http {
namespace {

/// Asks `value` of the context, or says 0 once it is gone.
std::function<double()> asking(const std::shared_ptr<ServerContext>& context,
                               std::function<double(const ServerContext&)> value) {
  return [weak = std::weak_ptr(context), value = std::move(value)] {
    const auto alive = weak.lock();
    return alive ? value(*alive) : 0.0;
  };
}

void sample_pool(const std::shared_ptr<ServerContext>& context, EndpointClass endpoint_class) {
  const Metrics::Labels labels = {{"class", std::string(to_string(endpoint_class))}};
  const auto sample = [&](Metrics::Kind kind, const char* name, const char* help, auto member) {
    auto value = [endpoint_class, member](const ServerContext& alive) {
      return static_cast<double>(alive.pool.load(endpoint_class).*member);
    };
    context->metrics.sample(kind, name, help, labels, asking(context, value));
  };
  sample(Metrics::Kind::gauge, "aisle_pool_queued", "Requests waiting for a compute thread.", &ComputePool::Load::queued);
  sample(Metrics::Kind::gauge, "aisle_pool_running", "Handlers running.", &ComputePool::Load::running);
  sample(Metrics::Kind::counter, "aisle_pool_completed_total", "Handlers that ended.", &ComputePool::Load::completed);
  sample(Metrics::Kind::counter, "aisle_pool_rejected_total", "Requests turned away by a full queue.",
         &ComputePool::Load::rejected);
}

}  // namespace

ServerContext::ServerContext(ServerOptions options_in, Router router_in, Metrics& metrics_in, Health& health_in)
    : options(std::move(options_in)),
      router(std::move(router_in)),
      metrics(metrics_in),
      health(health_in),
      cors(options.cors),
      bodies(options.limits.bodies_in_flight_bytes),
      pool(options.pool) {
  for (const auto& route : router.routes()) {
    series_.push_back(&metrics.route(route->pattern, to_string(route->method)));
  }
  unmatched_ = &metrics.route("unmatched", "any");
}

void sample_context(const std::shared_ptr<ServerContext>& context) {
  for (auto endpoint_class :
       {EndpointClass::shop, EndpointClass::search, EndpointClass::write, EndpointClass::admin}) {
    sample_pool(context, endpoint_class);
  }
  auto bodies = [](const ServerContext& alive) { return static_cast<double>(alive.bodies.used()); };
  context->metrics.sample(Metrics::Kind::gauge, "aisle_http_bodies_in_flight_bytes", "Bytes of request bodies held.", {},
                          asking(context, bodies));
}

}  // namespace aisle::server::http
