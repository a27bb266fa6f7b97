#include "server/http/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <new>

namespace aisle::server::http {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  Sha256 digest;
  // Fails for want of memory only.
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
  return digest;
}

std::string to_hex(const Sha256& digest) {
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    hex += kHex[byte >> 4];
    hex += kHex[byte & 15];
  }
  return hex;
}

std::optional<Sha256> sha256_from_hex(std::string_view hex) {
  Sha256 digest{};
  if (hex.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t at = 0; at < hex.size(); ++at) {
    const int digit = digit_of(hex[at]);
    if (digit < 0) return std::nullopt;
    digest[at / 2] = static_cast<unsigned char>(digest[at / 2] << 4 | digit);
  }
  return digest;
}

bool equal_in_constant_time(const Sha256& a, const Sha256& b) { return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

}  // namespace aisle::server::http
