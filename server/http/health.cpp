#include "server/http/health.hpp"

#include <fmt/format.h>

namespace aisle::server::http {
namespace {

Response text_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=UTF-8";
  response.body = std::move(body);
  return response;
}

}  // namespace

void Health::add_readiness_check(std::string name, std::function<Status()> check) {
  MutexLock lock(mutex_);
  checks_.emplace_back(std::move(name), std::move(check));
}

std::vector<std::pair<std::string, Status>> Health::run_checks() const {
  std::vector<std::pair<std::string, Status>> results;
  const Error starting(ErrorCode::unavailable, "still starting");
  const Error leaving(ErrorCode::unavailable, "shutting down");
  results.emplace_back("startup", started_ ? Status() : Status(starting));
  results.emplace_back("shutdown", draining_ ? Status(leaving) : Status());
  MutexLock lock(mutex_);
  for (const auto& [name, check] : checks_) results.emplace_back(name, check());
  return results;
}

Response Health::readiness(bool verbose) const {
  bool ready = true;
  std::string lines;
  for (const auto& [name, status] : run_checks()) {
    ready = ready && status.ok();
    lines += status ? fmt::format("[+]{} ok\n", name) : fmt::format("[-]{} failed: {}\n", name, status.error().message);
  }
  if (ready && !verbose) return text_response(200, "ok\n");
  return text_response(ready ? 200 : 503, lines + (ready ? "readyz check passed\n" : "readyz check failed\n"));
}

void Health::install(Router& router) {
  router.add(Method::get, "/livez", EndpointClass::light,
             [](const Request&, Reply reply) { reply.send(text_response(200, "ok\n")); });
  router.add(Method::get, "/startupz", EndpointClass::light, [this](const Request&, Reply reply) {
    reply.send(started_ ? text_response(200, "ok\n") : text_response(503, "starting\n"));
  });
  router.add(Method::get, "/readyz", EndpointClass::light, [this](const Request& request, Reply reply) {
    reply.send(readiness(request.has_query("verbose")));
  });
}

}  // namespace aisle::server::http
