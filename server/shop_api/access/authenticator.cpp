#include "server/shop_api/access/authenticator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/crypto/digest.hpp"
#include "server/http/problem.hpp"

namespace aisle::server::shop_api {
namespace {

using http::Request;
using http::Response;
using shop::Principal;

// Ours have 43 characters; a change of their length must not need a change here.
constexpr std::size_t kMinCartTokenBytes = 32;
constexpr std::size_t kMaxCartTokenBytes = 128;

Response challenge(Response response) {
  response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"shop\"");
  response.headers.emplace_back("WWW-Authenticate", "ApiKey");
  return response;
}

std::unexpected<Response> invalid(std::string_view detail) {
  return std::unexpected(challenge(http::problem_response(401, "credentials-invalid", detail)));
}

std::size_t count_headers(const Request& request, std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count_if(
      request.headers, [&](const http::NameValue& header) { return http::equal_ignoring_case(header.first, name); }));
}

bool is_cart_token(std::string_view text) {
  const auto is_letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return text.size() >= kMinCartTokenBytes && text.size() <= kMaxCartTokenBytes && std::ranges::all_of(text, is_letter);
}

/// Whether a cart has this token is found out when the cart is: an unknown token is a stranger to every cart.
Authenticated from_cart_token(std::string_view token) {
  if (!is_cart_token(token)) return invalid("the cart token is not one that this shop gave out");
  return Principal{.kind = Principal::Kind::guest, .subject = cart_token_hash(token), .roles = shop::Role::none};
}

Principal service(std::string id, shop::Role roles) {
  return {.kind = Principal::Kind::service, .subject = std::move(id), .roles = roles};
}

/// "http://localhost:3000" -> "localhost", "http://[::1]:80" -> "[::1]".
std::string_view host_of(std::string_view origin) {
  const auto scheme = origin.find("://");
  if (scheme == std::string_view::npos) return {};
  auto host = origin.substr(scheme + 3);
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find_first_of(":/"));
}

bool is_this_machine(std::string_view host) {
  const bool v4 = host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
  return v4 || http::equal_ignoring_case(host, "localhost") || host == "[::1]";
}

}  // namespace

Authenticator::Authenticator(http::ApiKeys keys, std::optional<JwtVerifier> tokens)
    : keys_(std::move(keys)), tokens_(std::move(tokens)) {}

Authenticated Authenticator::authenticate(const Request& request, EpochMillis now) const {
  const auto authorizations = count_headers(request, "authorization");
  const auto cart_tokens = count_headers(request, "x-cart-token");
  if (authorizations + cart_tokens > 1) {
    return std::unexpected(http::problem_response(
        400, "credentials-ambiguous", "send one credential: an Authorization header or an X-Cart-Token, not two"));
  }
  if (cart_tokens == 1) return from_cart_token(request.header("x-cart-token"));
  if (authorizations == 1) {
    auto principal = from_authorization(request.header("authorization"), now);
    const bool unread = principal && principal->kind == Principal::Kind::anonymous;
    return unread ? Authenticated(without_credential(request)) : principal;
  }
  return without_credential(request);
}

/// Anonymous stands for a key that is not looked at because there are none.
Authenticated Authenticator::from_authorization(std::string_view authorization, EpochMillis now) const {
  const auto space = authorization.find(' ');
  const auto scheme = authorization.substr(0, space);
  auto credential = space == std::string_view::npos ? std::string_view() : authorization.substr(space + 1);
  while (credential.starts_with(' ')) credential.remove_prefix(1);
  if (http::equal_ignoring_case(scheme, "carttoken")) return from_cart_token(credential);
  if (http::equal_ignoring_case(scheme, "bearer")) return from_bearer(authorization, credential, now);
  if (!http::equal_ignoring_case(scheme, "apikey") && !http::equal_ignoring_case(scheme, "basic")) {
    return invalid("the Authorization header is neither Bearer, CartToken, ApiKey nor Basic");
  }
  if (keys_.empty()) return Principal();
  const http::ApiKey* key = keys_.find(authorization);
  if (!key) return invalid("the API key is not accepted");
  return service(key->id, key->roles);
}

Authenticated Authenticator::from_bearer(std::string_view authorization, std::string_view token, EpochMillis now) const {
  if (const http::ApiKey* key = keys_.find(authorization)) return service(key->id, key->roles);
  if (!tokens_) return invalid("this shop verifies no bearer tokens: it was started without --jwt-key-file");
  auto shopper = tokens_->verify(token, now);
  if (!shopper) return invalid(shopper.error().message);
  return *std::move(shopper);
}

Principal Authenticator::without_credential(const Request& request) const {
  if (!keys_.empty()) return {};
  const bool foreign_page = request.has_header("origin") && !is_this_machine(host_of(request.header("origin")));
  return foreign_page ? Principal() : service("local", shop::Role::admin);
}

Authenticated Authenticator::admit(const ShopRoute& route, const Request& request, EpochMillis now) const {
  auto principal = authenticate(request, now);
  if (!principal) return principal;
  switch (may_use(route, *principal)) {
    case Verdict::granted: return principal;
    case Verdict::unauthenticated:
      return std::unexpected(challenge(http::problem_response(
          401, "credentials-missing", fmt::format("{} {} needs a credential", http::to_string(route.method), route.pattern))));
    case Verdict::forbidden: break;
  }
  return std::unexpected(http::problem_response(
      403, "forbidden",
      fmt::format("this credential may not use {} {}; a service needs one of the roles [{}]", http::to_string(route.method),
                  route.pattern, http::to_string(route.roles | shop::Role::admin))));
}

std::string cart_token_hash(std::string_view token) { return sha256_hex(token); }

}  // namespace aisle::server::shop_api
