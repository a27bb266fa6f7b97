#pragma once
// Is this bearer token a shopper's? RFC 7519 with the advice of RFC 8725, and nothing more than a shop needs.
//
// A token is refused unless all of this holds: three parts in strict base64url, 8 KiB at most; a header that is a JSON
// object without duplicates and without `crit`, whose `alg` is that of a configured key and whose `typ`, if there is one,
// is "JWT" or "at+jwt"; a signature by that key; claims with `exp` in the future, `nbf` and `iat` (if there) not in it,
// `aud` with a configured audience, `iss` the configured issuer, and a `sub` of 1 to 255 characters without controls.
// Clocks may be apart by a minute. `jwk`, `jku` and `x5u` of a header are never looked at.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "carts_orders/principal.hpp"
#include "server/shop_api/access/jwt_key.hpp"

namespace aisle::server::shop_api {

inline constexpr std::size_t kMaxTokenBytes = 8u << 10;
inline constexpr EpochMillis kTokenLeeway = 60'000;

struct JwtExpectations {
  std::vector<std::string> audiences;  ///< one of them is in `aud`
  std::string issuer;
};

/// Immutable; any thread. Cost of a good token: 3 us with HS256, 25 us with RS256 (2048 bits), 77 us with ES256, measured
/// with OpenSSL 3.0 on one core of a Xeon VM; where keys have no ids, of every key that is tried.
class JwtVerifier {
 public:
  /// REQUIRES: keys, an audience and an issuer.
  JwtVerifier(std::vector<JwtKey> keys, JwtExpectations expected);

  /// The shopper. Errors are invalid_argument; their sentences are for the client: they say which rule a token broke
  /// that is signed as it should be, and of all others only that they are not accepted.
  Result<shop::Principal> verify(std::string_view token, EpochMillis now) const;

 private:
  Result<std::string> signed_claims(std::string_view token) const;
  bool is_signed(std::string_view algorithm, std::string_view key_id, std::string_view message,
                 std::string_view signature) const;

  std::vector<JwtKey> keys_;
  JwtExpectations expected_;
};

}  // namespace aisle::server::shop_api
