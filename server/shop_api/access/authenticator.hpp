#pragma once
// Who asks the shop? From a request's headers to a Principal.
//
//   Authorization: Bearer <JWT>                     a shopper
//   X-Cart-Token: <token>                           a guest; `Authorization: CartToken <token>` says the same
//   Authorization: ApiKey | Basic | Bearer <key>    a service, as on the Elasticsearch endpoints
//   nothing                                         anonymous where API keys are configured; otherwise see below
//
// A credential that is presented must be good, also where none is asked for: 401 tells a shopper that the session is
// over, where quietly going on as nobody would show an empty cart. Two credentials are a 400, since it would be a guess
// which one was meant.
//
// Without configured API keys the shop is open, as the Elasticsearch endpoints are: whoever presents neither a bearer
// token nor a cart token is the service "local" with role admin, and ApiKey and Basic credentials are not looked at.
// The server only starts so where other machines cannot reach it, or where it was told that something in front checks.
// One exception: a request with an Origin header is a web page's, and a page that did not come from this machine
// (localhost, 127.x, ::1) stays anonymous, lest any page that a developer visits could rule the shop behind it.

#include <expected>
#include <optional>

#include "base/clock.hpp"
#include "carts_orders/principal.hpp"
#include "server/http/api_keys.hpp"
#include "server/http/request.hpp"
#include "server/http/response.hpp"
#include "server/shop_api/access/authorisation_table.hpp"
#include "server/shop_api/access/jwt_verifier.hpp"

namespace aisle::server::shop_api {

/// A principal, or the problem to answer instead.
using Authenticated = std::expected<shop::Principal, http::Response>;

/// Immutable; any thread.
class Authenticator {
 public:
  /// Without a verifier no shopper can be told from another, and bearer tokens are refused.
  Authenticator(http::ApiKeys keys, std::optional<JwtVerifier> tokens);

  /// 400 credentials-ambiguous, 401 credentials-invalid with WWW-Authenticate.
  Authenticated authenticate(const http::Request& request, EpochMillis now) const;

  /// `authenticate`, then the table's word about this route: 401 credentials-missing, 403 forbidden. What stands in
  /// front of every handler.
  Authenticated admit(const ShopRoute& route, const http::Request& request, EpochMillis now) const;

 private:
  Authenticated from_authorization(std::string_view authorization, EpochMillis now) const;
  Authenticated from_bearer(std::string_view authorization, std::string_view token, EpochMillis now) const;
  shop::Principal without_credential(const http::Request& request) const;

  http::ApiKeys keys_;
  std::optional<JwtVerifier> tokens_;
};

/// How a cart token is stored and compared, and a guest's `subject`: its SHA-256 in hex.
std::string cart_token_hash(std::string_view token);

}  // namespace aisle::server::shop_api
