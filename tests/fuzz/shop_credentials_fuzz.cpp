// Credentials and the files they are checked with: whatever is sent, no one is let in who holds no key.
// The first byte chooses between a token's raw text, a token around fuzzed header and claims, a file of token keys, a
// file of API keys, and an Authorization header.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "server/shop_api/access/authenticator.hpp"
#include "server/shop_api/access/jwt_key_file.hpp"
#include "tests/server/shop_api/access/token_forge.hpp"

using namespace aisle::server;
using namespace aisle::server::shop_api;

namespace {

constexpr aisle::EpochMillis kNow = 1'795'000'000'000;
constexpr std::string_view kSecret = "a secret of at least 32 bytes, for fuzzing only";
constexpr JwtAlgorithm kPinned[] = {JwtAlgorithm::hs256, JwtAlgorithm::rs256, JwtAlgorithm::es256};

void require(bool condition) {
  if (!condition) std::abort();
}

const JwtVerifier& verifier() {
  static const JwtVerifier instance(*parse_jwt_keys(kSecret, kPinned, "keys"), {.audiences = {"shop"}, .issuer = "id"});
  return instance;
}

const Authenticator& authenticator() {
  static const Authenticator instance(*http::ApiKeys::parse("boss:fedcba9876543210\n", "keys"), verifier());
  return instance;
}

/// Signed as it should be: whoever passes has a sound subject.
void verify_signed(std::string_view text) {
  const auto split = text.find('\n');
  const auto header = text.substr(0, split);
  const auto claims = split == std::string_view::npos ? std::string_view() : text.substr(split + 1);
  const auto message = shop_api::testing::base64url(header) + "." + shop_api::testing::base64url(claims);
  const auto signature = shop_api::testing::base64url(shop_api::testing::hmac_sha256(kSecret, message));
  const auto shopper = verifier().verify(message + "." + signature, kNow);
  if (!shopper) return;
  require(!shopper->subject.empty() && shopper->subject.size() <= 255);
  require(shopper->roles == aisle::shop::Role::none);
}

void authenticate(std::string_view authorization) {
  http::Request request;
  request.headers = {{"Authorization", std::string(authorization)}};
  const auto principal = authenticator().authenticate(request, kNow);
  if (!principal) return require(principal.error().status == 401);
  if (principal->kind == aisle::shop::Principal::Kind::guest) return;
  require(principal->kind == aisle::shop::Principal::Kind::service && principal->subject == "boss");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0: require(!verifier().verify(text, kNow).ok()); break;
    case 1: verify_signed(text); break;
    case 2: (void)parse_jwt_keys(text, kPinned, "keys"); break;
    case 3: {
      const auto keys = http::ApiKeys::parse(text, "keys");
      if (keys) (void)keys->find("Bearer 0123456789abcdef");
      break;
    }
    default: authenticate(text);
  }
  return 0;
}
