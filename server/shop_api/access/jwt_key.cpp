#include "server/shop_api/access/jwt_key.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <array>
#include <optional>
#include <new>

#include "base/crypto/digest.hpp"

namespace aisle::server::shop_api {
namespace {

constexpr std::size_t kMinSecretBytes = 32;
constexpr int kMinRsaBits = 2048;
constexpr int kMaxRsaBits = 8192;
constexpr std::size_t kCoordinateBytes = 32;

template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* held) const {
    Free(held);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, FreeWith<Free>>;
using BigNumber = Owned<BIGNUM, BN_free>;
using ParamBuilder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using DigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using PublicKey = std::shared_ptr<EVP_PKEY>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Error unusable(std::string_view why) { return Error(ErrorCode::invalid_argument, std::string(why)); }

/// OpenSSL keeps errors per thread; what a stranger sent must not show up in someone else's.
template <class T>
T forget_errors(T result) {
  ERR_clear_error();
  return result;
}

BigNumber big_number(std::string_view bytes) {
  return BigNumber(BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr));
}

/// Builds a public key of `type` from parameters; null when OpenSSL finds it no key at all.
PublicKey key_from(const char* type, OSSL_PARAM_BLD* builder) {
  const Params params(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1) throw std::bad_alloc();
  const bool made = EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) == 1;
  return {forget_errors(made) ? key : nullptr, EVP_PKEY_free};
}

/// Also that the point is on its curve.
bool is_sound(EVP_PKEY* key) {
  const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return forget_errors(context && EVP_PKEY_public_check(context.get()) == 1);
}

bool is_p256(EVP_PKEY* key) {
  std::array<char, 64> name{};
  std::size_t length = 0;
  return EVP_PKEY_get_group_name(key, name.data(), name.size(), &length) == 1 &&
         std::string_view(name.data(), length) == SN_X9_62_prime256v1;
}

/// JOSE writes r and s side by side, OpenSSL reads DER; empty unless there are exactly two halves.
std::optional<std::string> der_signature(std::string_view raw) {
  if (raw.size() != 2 * kCoordinateBytes) return std::nullopt;
  const Owned<ECDSA_SIG, ECDSA_SIG_free> signature(ECDSA_SIG_new());
  BigNumber r = big_number(raw.substr(0, kCoordinateBytes));
  BigNumber s = big_number(raw.substr(kCoordinateBytes));
  if (!signature || !r || !s) throw std::bad_alloc();
  ECDSA_SIG_set0(signature.get(), r.release(), s.release());
  std::array<unsigned char, 80> der;  // two integers of at most 33 bytes, with their heads
  unsigned char* end = der.data();
  const int length = i2d_ECDSA_SIG(signature.get(), &end);
  return std::string(reinterpret_cast<const char*>(der.data()), static_cast<std::size_t>(length > 0 ? length : 0));
}

}  // namespace

std::string_view to_string(JwtAlgorithm algorithm) {
  constexpr std::array<std::string_view, 3> kNames = {"HS256", "RS256", "ES256"};
  return kNames[static_cast<std::size_t>(algorithm)];
}

Result<JwtAlgorithm> jwt_algorithm_from(std::string_view name) {
  for (const auto algorithm : {JwtAlgorithm::hs256, JwtAlgorithm::rs256, JwtAlgorithm::es256}) {
    if (name == to_string(algorithm)) return algorithm;
  }
  return unusable(fmt::format("[{}] is no algorithm for tokens; there are HS256, RS256 and ES256", name));
}

Result<JwtKey> JwtKey::shared_secret(std::string bytes, std::string id) {
  if (bytes.size() < kMinSecretBytes) {
    return unusable(fmt::format("a shared secret for HS256 has at least {} bytes, this one has {}", kMinSecretBytes, bytes.size()));
  }
  JwtKey key(JwtAlgorithm::hs256, std::move(id));
  key.secret_ = std::move(bytes);
  return key;
}

Result<JwtKey> JwtKey::public_pem(std::string_view pem, std::string id) {
  const Owned<BIO, BIO_free> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (!source) throw std::bad_alloc();
  const PublicKey key(forget_errors(PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr)), EVP_PKEY_free);
  if (!key) return unusable("not a public key in PEM (BEGIN PUBLIC KEY)");
  return from_public(key, std::move(id));
}

Result<JwtKey> JwtKey::rsa(std::string_view modulus, std::string_view exponent, std::string id) {
  if (modulus.size() > kMaxRsaBits / 8 || exponent.size() > 8 || exponent.empty()) {
    return unusable(fmt::format("an RSA key of more than {} bits, or with an odd exponent", kMaxRsaBits));
  }
  const BigNumber n = big_number(modulus);
  const BigNumber e = big_number(exponent);
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (!n || !e || !builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
    throw std::bad_alloc();
  }
  return from_public(key_from("RSA", builder.get()), std::move(id));
}

Result<JwtKey> JwtKey::p256(std::string_view x, std::string_view y, std::string id) {
  if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) return unusable("a point on P-256 has coordinates of 32 bytes");
  const std::string point = "\x04" + std::string(x) + std::string(y);
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  if (!builder ||
      OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1) {
    throw std::bad_alloc();
  }
  return from_public(key_from("EC", builder.get()), std::move(id));
}

Result<JwtKey> JwtKey::from_public(std::shared_ptr<evp_pkey_st> key, std::string id) {
  if (!key || !is_sound(key.get())) return unusable("the numbers of this public key are not a key");
  const bool is_rsa = EVP_PKEY_is_a(key.get(), "RSA") == 1;
  if (is_rsa && (EVP_PKEY_get_bits(key.get()) < kMinRsaBits || EVP_PKEY_get_bits(key.get()) > kMaxRsaBits)) {
    return unusable(fmt::format("an RSA key has {} to {} bits, this one has {}", kMinRsaBits, kMaxRsaBits,
                                EVP_PKEY_get_bits(key.get())));
  }
  if (!is_rsa && !is_p256(key.get())) return unusable("neither an RSA key nor one on the curve P-256");
  JwtKey made(is_rsa ? JwtAlgorithm::rs256 : JwtAlgorithm::es256, std::move(id));
  made.public_ = std::move(key);
  return made;
}

bool JwtKey::verifies(std::string_view message, std::string_view signature) const {
  return algorithm_ == JwtAlgorithm::hs256 ? verifies_hmac(message, signature) : verifies_public(message, signature);
}

bool JwtKey::verifies_hmac(std::string_view message, std::string_view signature) const {
  const Digest mac = hmac_sha256(secret_, message);
  return signature.size() == mac.size() && CRYPTO_memcmp(mac.data(), signature.data(), mac.size()) == 0;
}

bool JwtKey::verifies_public(std::string_view message, std::string_view signature) const {
  std::string der;
  if (algorithm_ == JwtAlgorithm::es256) {
    auto converted = der_signature(signature);
    if (!converted) return false;
    der = *std::move(converted);
    signature = der;
  }
  const DigestContext context(EVP_MD_CTX_new());
  if (!context) throw std::bad_alloc();
  const bool good =
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, public_.get()) == 1 &&
      EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
  return forget_errors(good);
}

}  // namespace aisle::server::shop_api
