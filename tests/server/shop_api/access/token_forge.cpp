#include "tests/server/shop_api/access/token_forge.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <vector>

namespace aisle::server::shop_api::testing {
namespace {

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string number(EVP_PKEY* key, const char* name, int width) {
  BIGNUM* value = nullptr;
  EVP_PKEY_get_bn_param(key, name, &value);
  std::string out(static_cast<std::size_t>(width > 0 ? width : BN_num_bytes(value)), '\0');
  BN_bn2binpad(value, reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(out.size()));
  BN_free(value);
  return out;
}

std::string raw_from_der(const std::string& der) {
  const unsigned char* at = bytes(der);
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  std::string raw(64, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), out, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), out + 32, 32);
  ECDSA_SIG_free(signature);
  return raw;
}

template <class Write>
std::string written(Write write) {
  BIO* sink = BIO_new(BIO_s_mem());
  write(sink);
  char* data = nullptr;
  const long size = BIO_get_mem_data(sink, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(sink);
  return text;
}

}  // namespace

std::string base64url(std::string_view input) {
  static constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned bits = 0;
  int held = 0;
  for (const char c : input) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFF;
    for (held += 8; held >= 6; held -= 6) text += kLetters[(bits >> (held - 6)) & 63];
  }
  if (held > 0) text += kLetters[(bits << (6 - held)) & 63];
  return text;
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
  unsigned char mac[32];
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes(message), message.size(), mac, nullptr);
  return {reinterpret_cast<const char*>(mac), sizeof(mac)};
}

Signer::Signer(Kind kind, unsigned bits) : kind_(kind) {
  if (kind == Kind::secret) {
    secret_.resize(48);
    RAND_bytes(reinterpret_cast<unsigned char*>(secret_.data()), static_cast<int>(secret_.size()));
    return;
  }
  EVP_PKEY* made = kind == Kind::rsa ? EVP_RSA_gen(bits) : EVP_EC_gen("P-256");
  key_ = {made, EVP_PKEY_free};
}

std::string Signer::sign(std::string_view message) const {
  if (kind_ == Kind::secret) return hmac_sha256(secret_, message);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::size_t size = 0;
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
  EVP_DigestSign(context, nullptr, &size, bytes(message), message.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, bytes(message), message.size());
  EVP_MD_CTX_free(context);
  signature.resize(size);
  return kind_ == Kind::p256 ? raw_from_der(signature) : signature;
}

std::string Signer::public_pem() const {
  return written([&](BIO* sink) { PEM_write_bio_PUBKEY(sink, key_.get()); });
}

std::string Signer::private_pem() const {
  return written([&](BIO* sink) { PEM_write_bio_PrivateKey(sink, key_.get(), nullptr, nullptr, 0, nullptr, nullptr); });
}

std::string Signer::jwk(std::string_view key_id, std::string_view more) const {
  std::string text = R"({"kid":")" + std::string(key_id) + "\"" + std::string(more);
  if (kind_ == Kind::secret) return text + R"(,"kty":"oct","k":")" + base64url(secret_) + "\"}";
  if (kind_ == Kind::rsa) {
    return text + R"(,"kty":"RSA","n":")" + base64url(number(key_.get(), OSSL_PKEY_PARAM_RSA_N, 0)) + R"(","e":")" +
           base64url(number(key_.get(), OSSL_PKEY_PARAM_RSA_E, 0)) + "\"}";
  }
  return text + R"(,"kty":"EC","crv":"P-256","x":")" + base64url(number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, 32)) +
         R"(","y":")" + base64url(number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, 32)) + "\"}";
}

std::string token(std::string_view header, std::string_view claims, const Signer& signer) {
  const std::string message = base64url(header) + "." + base64url(claims);
  return message + "." + base64url(signer.sign(message));
}

}  // namespace aisle::server::shop_api::testing
