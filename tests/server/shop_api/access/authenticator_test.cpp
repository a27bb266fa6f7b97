// From headers to a principal, with and without configured keys.
#include "server/shop_api/access/authenticator.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/shop_api/access/jwt_key_file.hpp"
#include "tests/server/shop_api/access/token_forge.hpp"

namespace aisle::server::shop_api {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using shop::Principal;

constexpr EpochMillis kNow = 1'795'000'000'000;
constexpr const char* kSecret = "a secret of at least 32 bytes, for tests";
const std::string kCartToken(43, 'c');

std::optional<JwtVerifier> tokens() {
  const auto pinned = std::vector{JwtAlgorithm::hs256};
  return JwtVerifier(*parse_jwt_keys(kSecret, pinned, "keys"), {.audiences = {"shop"}, .issuer = "id"});
}

std::string bearer(std::string_view subject) {
  const auto message = testing::base64url(R"({"alg":"HS256"})") + "." +
                       testing::base64url(R"({"sub":")" + std::string(subject) + R"(","iss":"id","aud":"shop","exp":1795000300})");
  return "Bearer " + message + "." + testing::base64url(testing::hmac_sha256(kSecret, message));
}

const Authenticator& closed() {
  static const Authenticator instance(
      *http::ApiKeys::parse("boss:fedcba9876543210\nware:sha256=9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f:inventory\n", "keys"),
      tokens());
  return instance;
}
const Authenticator& open() {
  static const Authenticator instance(http::ApiKeys(), tokens());
  return instance;
}

http::Request with(std::vector<http::NameValue> headers) {
  http::Request request;
  request.headers = std::move(headers);
  return request;
}

/// "user:alice 0", or the problem.
std::string who(const Authenticator& authenticator, std::vector<http::NameValue> headers) {
  const auto principal = authenticator.authenticate(with(std::move(headers)), kNow);
  if (!principal) return std::to_string(principal.error().status) + " " + principal.error().body;
  return principal->owner() + " " + std::to_string(static_cast<int>(principal->roles));
}

TEST(Authenticator, TellsShoppersGuestsAndServicesApart) {
  EXPECT_EQ(who(closed(), {{"Authorization", bearer("alice")}}), "user:alice 0");
  EXPECT_EQ(who(closed(), {{"X-Cart-Token", kCartToken}}), "guest:" + cart_token_hash(kCartToken) + " 0");
  EXPECT_EQ(who(closed(), {{"Authorization", "CartToken " + kCartToken}}), "guest:" + cart_token_hash(kCartToken) + " 0");
  EXPECT_EQ(who(closed(), {{"Authorization", "Basic Ym9zczpmZWRjYmE5ODc2NTQzMjEw"}}), "key:boss 1");
  EXPECT_EQ(who(closed(), {{"Authorization", "ApiKey d2FyZTowMTIzNDU2Nzg5YWJjZGVm"}}), "key:ware 2");
  EXPECT_EQ(who(closed(), {}), "anonymous 0");
}

TEST(Authenticator, RefusesABadCredentialRatherThanForgettingIt) {
  for (const char* wrong : {"Bearer x.y.z", "Bearer ", "Bearer", "ApiKey AAAA", "Basic !", "Digest abc", "", "CartToken short",
                                   "CartToken aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "Negotiate"}) {
    EXPECT_THAT(who(closed(), {{"Authorization", wrong}}), AllOf(HasSubstr("401 "), HasSubstr("credentials-invalid"))) << wrong;
  }
  EXPECT_THAT(who(closed(), {{"X-Cart-Token", ""}}), HasSubstr("401 "));
  EXPECT_THAT(who(closed(), {{"X-Cart-Token", std::string(129, 'c')}}), HasSubstr("401 "));
  const auto refused = closed().authenticate(with({{"Authorization", "Bearer x"}}), kNow);
  EXPECT_EQ(refused.error().content_type, "application/problem+json");
  EXPECT_EQ(refused.error().headers.front().first, "WWW-Authenticate");
}

TEST(Authenticator, RefusesTwoCredentials) {
  EXPECT_THAT(who(closed(), {{"Authorization", bearer("alice")}, {"X-Cart-Token", kCartToken}}), HasSubstr("credentials-ambiguous"));
  EXPECT_THAT(who(closed(), {{"Authorization", bearer("alice")}, {"authorization", bearer("bob")}}), HasSubstr("400 "));
  EXPECT_THAT(who(open(), {{"X-Cart-Token", kCartToken}, {"x-cart-token", kCartToken}}), HasSubstr("400 "));
}

TEST(Authenticator, SaysThatATokenHasExpired) {
  const auto late = closed().authenticate(with({{"Authorization", bearer("alice")}}), kNow + 3'600'000);
  ASSERT_FALSE(late);
  EXPECT_THAT(late.error().body, HasSubstr("has expired"));
}

TEST(Authenticator, SaysWhenNoTokensAreVerified) {
  const Authenticator keys_only(*http::ApiKeys::parse("boss:0123456789abcdef\n", "keys"), std::nullopt);
  EXPECT_THAT(who(keys_only, {{"Authorization", bearer("alice")}}), AllOf(HasSubstr("401 "), HasSubstr("--jwt-key-file")));
  EXPECT_EQ(who(keys_only, {{"Authorization", "Bearer 0123456789abcdef"}}), "key:boss 1");
}

TEST(Authenticator, WithoutKeysEveryoneWhoShowsNothingIsTheLocalAdministrator) {
  EXPECT_EQ(who(open(), {}), "key:local 1");
  EXPECT_EQ(who(open(), {{"Authorization", "ApiKey whatever"}}), "key:local 1");
  EXPECT_EQ(who(open(), {{"Authorization", "Basic ZWxhc3RpYzpjaGFuZ2VtZQ=="}}), "key:local 1");
  EXPECT_EQ(who(open(), {{"Authorization", bearer("alice")}}), "user:alice 0");
  EXPECT_EQ(who(open(), {{"X-Cart-Token", kCartToken}}), "guest:" + cart_token_hash(kCartToken) + " 0");
  EXPECT_THAT(who(open(), {{"Authorization", "Bearer forged"}}), HasSubstr("401 "));
}

TEST(Authenticator, WithoutKeysAForeignPageIsNobody) {
  for (const char* origin : {"https://evil.example", "http://localhost.evil.example", "http://127.0.0.1.evil.example", "null", "",
                             "http://evil.example:9200", "http://[::2]:80", "file://"}) {
    EXPECT_EQ(who(open(), {{"Origin", origin}}), "anonymous 0") << origin;
  }
  for (const char* origin : {"http://localhost:3000", "http://127.0.0.1", "https://LOCALHOST", "http://[::1]:9200"}) {
    EXPECT_EQ(who(open(), {{"Origin", origin}}), "key:local 1") << origin;
  }
  EXPECT_EQ(who(open(), {{"Origin", "https://shop.example"}, {"Authorization", bearer("alice")}}), "user:alice 0");
}

std::string admitted(std::string_view pattern, http::Method method, std::vector<http::NameValue> headers) {
  const auto principal = closed().admit(*find_shop_route(method, pattern), with(std::move(headers)), kNow);
  return principal ? principal->owner() : std::to_string(principal.error().status);
}

TEST(Authenticator, AdmitsByTheTable) {
  using enum http::Method;
  EXPECT_EQ(admitted("/_shop/v1/carts", post, {}), "anonymous");
  EXPECT_EQ(admitted("/_shop/v1/orders", post, {}), "401");
  EXPECT_EQ(admitted("/_shop/v1/orders", post, {{"Authorization", bearer("alice")}}), "user:alice");
  EXPECT_EQ(admitted("/_shop/v1/orders/{id}/refunds", post, {{"Authorization", bearer("alice")}}), "403");
  EXPECT_EQ(admitted("/_shop/v1/inventory/{sku}", put, {{"Authorization", "ApiKey d2FyZTowMTIzNDU2Nzg5YWJjZGVm"}}), "key:ware");
  EXPECT_EQ(admitted("/_shop/v1/admin/backup", post, {{"Authorization", "ApiKey d2FyZTowMTIzNDU2Nzg5YWJjZGVm"}}), "403");
  EXPECT_EQ(admitted("/_shop/v1/admin/backup", post, {{"Authorization", "Bearer fedcba9876543210"}}), "key:boss");
}

}  // namespace
}  // namespace aisle::server::shop_api
