#include "server/http/metrics_route.hpp"

namespace aisle::server::http {

void install_metrics_route(Router& router, Metrics& metrics) {
  // Admin, not light: printing some thousand series takes milliseconds, too long for an I/O thread.
  router.add(Method::get, "/metrics", EndpointClass::admin, [&metrics](const Request&, Reply reply) {
    Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics.text();
    reply.send(std::move(response));
  });
}

}  // namespace aisle::server::http
