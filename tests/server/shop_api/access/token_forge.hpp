#pragma once
// Makes bearer tokens as an identity provider would, and as a forger would: every part can be wrong.

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace aisle::server::shop_api::testing {

std::string base64url(std::string_view bytes);

/// A private key with its public half in the forms that key files have.
class Signer {
 public:
  enum class Kind { secret, rsa, p256 };
  /// A new random key. `bits` is for RSA.
  explicit Signer(Kind kind, unsigned bits = 2048);

  /// Raw bytes as JOSE has them.
  std::string sign(std::string_view message) const;
  std::string public_pem() const;   ///< rsa, p256
  std::string private_pem() const;  ///< rsa, p256
  /// `{"kty":...,"kid":...}` and, when not empty, `more` members (",\"use\":\"enc\"").
  std::string jwk(std::string_view key_id, std::string_view more = "") const;
  const std::string& secret() const { return secret_; }

 private:
  Kind kind_;
  std::string secret_;
  std::shared_ptr<evp_pkey_st> key_;
};

std::string hmac_sha256(std::string_view key, std::string_view message);

/// `header` and `claims` are JSON texts.
std::string token(std::string_view header, std::string_view claims, const Signer& signer);

}  // namespace aisle::server::shop_api::testing
