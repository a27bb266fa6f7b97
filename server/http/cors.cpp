#include "server/http/cors.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace aisle::server::http {
namespace {

/// A page that the server itself delivered sends its own host as the origin.
bool same_origin(std::string_view origin, std::string_view host) {
  const auto scheme_end = origin.find("://");
  return scheme_end != std::string_view::npos && equal_ignoring_case(origin.substr(scheme_end + 3), host);
}

bool is_preflight(const Request& request) {
  return request.method == Method::options && request.has_header("access-control-request-method");
}

}  // namespace

bool Cors::allows(std::string_view origin) const {
  return std::ranges::any_of(options_.allow_origins,
                             [&](const std::string& allowed) { return allowed == "*" || allowed == origin; });
}

std::optional<Response> Cors::answer(const Request& request) const {
  if (!enabled()) return std::nullopt;
  const auto origin = request.header("origin");
  if (origin.empty()) return std::nullopt;
  if (!allows(origin) && !same_origin(origin, request.header("host"))) {
    return error_response(403, "security_exception", fmt::format("origin [{}] is not allowed", origin));
  }
  if (!is_preflight(request)) return std::nullopt;
  Response response;
  response.content_type = "text/plain; charset=UTF-8";
  response.headers.emplace_back("Access-Control-Allow-Methods", options_.allow_methods);
  response.headers.emplace_back("Access-Control-Allow-Headers", options_.allow_headers);
  response.headers.emplace_back("Access-Control-Max-Age", fmt::format("{}", options_.max_age_seconds));
  return response;
}

void Cors::decorate(const Request& request, Response& response) const {
  if (!enabled()) return;
  const auto origin = request.header("origin");
  if (origin.empty() || !allows(origin)) return;
  const bool any = std::ranges::find(options_.allow_origins, "*") != options_.allow_origins.end();
  response.headers.emplace_back("Access-Control-Allow-Origin", any ? "*" : std::string(origin));
  response.headers.emplace_back("Access-Control-Expose-Headers",
                                "X-Elastic-Product, X-Request-Id, X-Opaque-Id, ETag, Location, Retry-After, "
                                "Idempotency-Replayed");
  if (!any) response.headers.emplace_back("Vary", "Origin");
}

}  // namespace aisle::server::http
