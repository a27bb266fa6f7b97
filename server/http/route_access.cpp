#include "server/http/route_access.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "server/http/problem.hpp"
#include "server/http/uri.hpp"

namespace aisle::server::http {
namespace {

using shop::Role;

constexpr auto kReads = std::to_array<std::string_view>({"_search", "_msearch", "_count", "_mget", "_analyze", "_explain",
                                                         "_field_caps", "_pit", "_termvectors", "_validate"});
/// Work for the server, whatever the method.
constexpr auto kMaintenance = std::to_array<std::string_view>({"_refresh", "_flush", "_forcemerge"});

/// The shop decides about its routes itself, but only once the body is there. Where bodies may be large, strangers are
/// turned away before.
constexpr std::string_view kLargeShopBody = "/_shop/v1/inventory/_bulk";

bool is_open(std::string_view pattern) {
  return pattern == "/livez" || pattern == "/readyz" || pattern == "/startupz" || pattern.starts_with("/_shop/");
}

bool has_segment(std::string_view pattern, std::span<const std::string_view> words) {
  return std::ranges::any_of(split_path(pattern),
                             [&](std::string_view segment) { return std::ranges::count(words, segment) > 0; });
}

Response unauthenticated(const Request& request) {
  const bool nothing_sent = request.header("authorization").empty();
  auto response = error_response(
      401, "security_exception",
      nothing_sent ? fmt::format("missing authentication credentials for REST request [{}]", request.uri)
                   : fmt::format("unable to authenticate with provided credentials for REST request [{}]", request.uri));
  response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"security\" charset=\"UTF-8\"");
  response.headers.emplace_back("WWW-Authenticate", "ApiKey");
  return response;
}

Response unauthorized(const Request& request, const ApiKey& key, Role needed) {
  return error_response(403, "security_exception",
                        fmt::format("REST request [{} {}] is unauthorized for API key id [{}] with roles [{}], it is "
                                    "granted by the roles [{}]",
                                    to_string(request.method), request.uri, key.id, to_string(key.roles),
                                    to_string(needed | Role::admin)));
}

/// The same refusal in the shop's own form.
Response as_problem(Response refusal) {
  const bool unknown = refusal.status == 401;
  Response problem = problem_response(refusal.status, unknown ? "credentials-missing" : "forbidden",
                                      unknown ? "this route needs the key of a service with the role inventory or admin"
                                              : "this key has neither the role inventory nor admin");
  problem.headers = std::move(refusal.headers);
  return problem;
}

}  // namespace

Role role_needed(Method method, std::string_view pattern) {
  if (pattern == kLargeShopBody) return Role::inventory;
  if (is_open(pattern)) return Role::none;
  if (has_segment(pattern, kMaintenance)) return Role::admin;
  if (method == Method::get || method == Method::head) return Role::search;
  const bool may_read = method == Method::post || method == Method::delete_;
  return may_read && has_segment(pattern, kReads) ? Role::search : Role::admin;
}

bool is_shop_path(std::string_view path) { return path == "/_shop" || path.starts_with("/_shop/"); }

Response shop_refusal(const Request& request, Response refusal) {
  if (refusal.status < 400) return refusal;
  Response problem =
      refusal.status == 405
          ? problem_response(405, "method-not-allowed",
                             fmt::format("{} is not a method of [{}]", to_string(request.method), printable(request.path)))
          : problem_response(404, "unknown-path", fmt::format("the shop has no [{}]; its API begins with /_shop/v1", printable(request.path)));
  problem.headers = std::move(refusal.headers);
  return problem;
}

std::optional<Response> access_refusal(const ApiKeys& keys, const Request& request, std::string_view pattern) {
  if (keys.empty()) return std::nullopt;
  const Role needed = role_needed(request.method, pattern);
  if (needed == Role::none) return std::nullopt;
  const ApiKey* key = keys.find(request.header("authorization"));
  if (key && (pattern.empty() || has(key->roles, needed))) return std::nullopt;
  Response refusal = key ? unauthorized(request, *key, needed) : unauthenticated(request);
  return is_shop_path(pattern) ? as_problem(std::move(refusal)) : std::move(refusal);
}

}  // namespace aisle::server::http
