#pragma once
// The keys that shoppers' tokens are verified with. Each key belongs to one algorithm, by its own kind, never by what a
// token says: that alone makes "alg" confusion (an RSA public key taken for a shared secret) impossible.
//
// Signatures are checked by OpenSSL's EVP directly. Debian 12 has three libraries for the format around them, and none
// fits: libjwt 1.10.2 takes the algorithm from the token and any bytes as its key, which is the confusion itself
// (CVE-2024-25189, its comparison in variable time, was fixed later); cjose 0.6.2.1 lacks what its later releases
// brought to JWS (keys checked against algorithms, "crit", the length of ECDSA signatures, shortest HMAC keys) and reads
// neither PEM nor sets of keys; cpp-jwt 1.4 brings a JSON parser that recurses. Around EVP, what is left to write is
// this file, and every one of those checks is visible in it.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

struct evp_pkey_st;

namespace aisle::server::shop_api {

/// RFC 7518, section 3.1.
enum class JwtAlgorithm : std::uint8_t { hs256, rs256, es256 };
std::string_view to_string(JwtAlgorithm algorithm);
/// "HS256"; invalid_argument for all else, also for "none".
Result<JwtAlgorithm> jwt_algorithm_from(std::string_view name);

/// One key. Copies share OpenSSL's object, which is immutable; any thread.
class JwtKey {
 public:
  /// 32 bytes or more (RFC 7518, section 3.2).
  static Result<JwtKey> shared_secret(std::string bytes, std::string id);
  /// An RSA key of 2048 to 8192 bits, or one on the curve P-256. `pem` is one "PUBLIC KEY" block.
  static Result<JwtKey> public_pem(std::string_view pem, std::string id);
  /// `modulus` and `exponent` big-endian.
  static Result<JwtKey> rsa(std::string_view modulus, std::string_view exponent, std::string id);
  /// The two coordinates of a point on P-256, 32 bytes each.
  static Result<JwtKey> p256(std::string_view x, std::string_view y, std::string id);

  JwtAlgorithm algorithm() const { return algorithm_; }
  /// The `kid`; empty when the file gave none.
  const std::string& id() const { return id_; }

  /// Whether `signature` (raw bytes as JOSE has them: r and s side by side for ES256) is this key's over `message`.
  /// HMACs are compared in constant time.
  bool verifies(std::string_view message, std::string_view signature) const;

 private:
  JwtKey(JwtAlgorithm algorithm, std::string id) : algorithm_(algorithm), id_(std::move(id)) {}
  static Result<JwtKey> from_public(std::shared_ptr<evp_pkey_st> key, std::string id);
  bool verifies_hmac(std::string_view message, std::string_view signature) const;
  bool verifies_public(std::string_view message, std::string_view signature) const;

  JwtAlgorithm algorithm_;
  std::string id_;
  std::string secret_;                   ///< hs256
  std::shared_ptr<evp_pkey_st> public_;  ///< rs256, es256
};

}  // namespace aisle::server::shop_api
