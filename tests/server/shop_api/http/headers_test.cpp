// Conditions and idempotency keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/shop_api/http/condition_headers.hpp"
#include "server/shop_api/http/idempotency_header.hpp"

namespace aisle::server::shop_api {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

http::Request with(std::vector<http::NameValue> headers) {
  http::Request request;
  request.method = http::Method::post;
  request.route = "/_shop/v1/orders";
  request.headers = std::move(headers);
  return request;
}

/// "7", "any", or the status and code of the problem.
std::string matched(const http::Request& request, IfMatchUse use = IfMatchUse::optional) {
  const auto version = if_match(request, use);
  if (!version) return std::to_string(version.error().status) + version.error().body;
  return *version ? std::to_string(**version) : "any";
}

TEST(IfMatch, ReadsAVersion) {
  EXPECT_EQ(matched(with({{"If-Match", "\"7\""}})), "7");
  EXPECT_EQ(matched(with({{"if-match", "\"18446744073709551615\""}})), "18446744073709551615");
  EXPECT_EQ(matched(with({{"If-Match", "\"7\" "}})), "7");
  EXPECT_EQ(matched(with({{"If-Match", "W/\"6\", \"7\", \"xyz\""}})), "7");
  EXPECT_EQ(matched(with({})), "any");
  EXPECT_EQ(matched(with({{"If-Match", "*"}})), "any");
  EXPECT_EQ(matched(with({{"If-Match", "*"}}), IfMatchUse::required), "any");
}

TEST(IfMatch, NeverMatchesWeakOrForeignTags) {
  for (const char* tag : {"W/\"7\"", "\"abc\"", "\"\"", "\"07\"", "\"-7\"", "\"7.0\"", "\"18446744073709551616\"", "W/\"7\", W/\"8\""}) {
    EXPECT_THAT(matched(with({{"If-Match", tag}})), AllOf(HasSubstr("412"), HasSubstr("precondition-failed"))) << tag;
  }
}

TEST(IfMatch, SaysWhenItIsMissingOrMalformed) {
  EXPECT_THAT(matched(with({}), IfMatchUse::required), AllOf(HasSubstr("428"), HasSubstr("precondition-required")));
  for (const char* wrong : {"", "7", "\"7", "7\"", "\"7\" \"8\"", "w/\"7\"", "\"7\"x", "\"7 8\"", "\"7\", \"8\"", ",\"7\""}) {
    EXPECT_THAT(matched(with({{"If-Match", wrong}})), AllOf(HasSubstr("400"), HasSubstr("header-invalid"))) << wrong;
  }
  EXPECT_THAT(matched(with({{"If-Match", "\"7\""}, {"If-Match", "\"7\""}})), HasSubstr("header-invalid"));
}

TEST(IfNoneMatch, ComparesWeakly) {
  EXPECT_TRUE(if_none_match_names(with({{"If-None-Match", "\"7\""}}), 7));
  EXPECT_TRUE(if_none_match_names(with({{"If-None-Match", "\"1\", W/\"7\""}}), 7));
  EXPECT_TRUE(if_none_match_names(with({{"If-None-Match", "*"}}), 7));
  EXPECT_FALSE(if_none_match_names(with({{"If-None-Match", "\"8\""}}), 7));
  EXPECT_FALSE(if_none_match_names(with({{"If-None-Match", "\"7"}}), 7));
  EXPECT_FALSE(if_none_match_names(with({}), 7));
}

std::string key_of(std::string_view header) {
  const auto key = idempotency_key(with({{"Idempotency-Key", std::string(header)}}));
  if (!key) return std::to_string(key.error().status);
  return key->value_or("none");
}

TEST(IdempotencyKey, IsQuotedOrBare) {
  EXPECT_EQ(key_of("8e03978e-40d5-43dd-bc93-6894a57f9324"), "8e03978e-40d5-43dd-bc93-6894a57f9324");
  EXPECT_EQ(key_of("\"8e03978e-40d5-43dd-bc93-6894a57f9324\""), "8e03978e-40d5-43dd-bc93-6894a57f9324");
  EXPECT_EQ(key_of("\"quoted-\\\"\\\\-quoted\""), "quoted-\"\\-quoted");
  EXPECT_EQ(key_of(std::string(255, 'k')), std::string(255, 'k'));
  EXPECT_EQ(idempotency_key(with({}))->has_value(), false);
}

TEST(IdempotencyKey, RefusesWhatIsNone) {
  for (const std::string& wrong :
       {std::string(), std::string(15, 'k'), std::string(256, 'k'), std::string("sixteen chars ab c"), std::string("\"0123456789abcdef"),
        std::string("\"0123456789abcdef\";a=1"), std::string("\"0123456789abcdef\"x\""), std::string("\"0123456789abcde\\f\""),
        std::string("\"0123456789abcdef\\\""), std::string("\"short\""), std::string("0123456789abcd\xC3\xA9"), std::string("\"")}) {
    EXPECT_EQ(key_of(wrong), "400") << wrong;
  }
  const auto twice = idempotency_key(with({{"Idempotency-Key", std::string(20, 'k')}, {"idempotency-key", std::string(20, 'k')}}));
  ASSERT_FALSE(twice);
  EXPECT_THAT(twice.error().body, HasSubstr("idempotency-key-invalid"));
}

const shop::Principal kAlice{shop::Principal::Kind::shopper, "alice", shop::Role::none};
const shop::Principal kBob{shop::Principal::Kind::shopper, "bob", shop::Role::none};

http::Request post(std::string body, std::string id = "1") {
  auto request = with({{"Idempotency-Key", "0123456789abcdef"}});
  request.route = "/_shop/v1/orders/{id}/cancel";
  request.path_parameters = {{"id", std::move(id)}};
  request.body = std::move(body);
  return request;
}

shop::IdempotencyKey identity(const http::Request& request, const shop::Principal& who = kAlice) {
  return **idempotency_of(request, who, KeyUse::required);
}

TEST(IdempotencyOf, KeepsOwnersMethodsAndRoutesApart) {
  const auto first = identity(post("{}"));
  EXPECT_EQ(first.key.size(), 64u);
  EXPECT_EQ(identity(post("{}")).key, first.key);
  EXPECT_EQ(identity(post("{}")).fingerprint, first.fingerprint);
  EXPECT_NE(identity(post("{}"), kBob).key, first.key);
  auto other = post("{}");
  other.method = http::Method::put;
  EXPECT_NE(identity(other).key, first.key);
  other = post("{}");
  other.route = "/_shop/v1/orders/{id}/refunds";
  EXPECT_NE(identity(other).key, first.key);
}

TEST(IdempotencyOf, NoticesAnotherPathOrBodyUnderTheSameKey) {
  const auto first = identity(post("{}"));
  EXPECT_EQ(identity(post("{ }")).key, first.key);
  EXPECT_NE(identity(post("{ }")).fingerprint, first.fingerprint);
  EXPECT_EQ(identity(post("{}", "2")).key, first.key);
  EXPECT_NE(identity(post("{}", "2")).fingerprint, first.fingerprint);
}

TEST(IdempotencyOf, IsTheSameQuotedOrBare) {
  auto quoted = post("{}");
  quoted.headers = {{"Idempotency-Key", "\"0123456789abcdef\""}};
  EXPECT_EQ(identity(quoted).key, identity(post("{}")).key);
}

TEST(IdempotencyOf, FollowsTheRoutesRule) {
  EXPECT_FALSE(idempotency_of(with({}), kAlice, KeyUse::optional)->has_value());
  EXPECT_FALSE(idempotency_of(post(""), kAlice, KeyUse::none)->has_value());
  EXPECT_FALSE(idempotency_of(with({{"Idempotency-Key", "x"}}), kAlice, KeyUse::none)->has_value());
  EXPECT_FALSE(idempotency_of(with({{"Idempotency-Key", "x"}}), kAlice, KeyUse::optional));
  const auto missing = idempotency_of(with({}), kAlice, KeyUse::required);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().status, 400);
  EXPECT_THAT(missing.error().body, HasSubstr("idempotency-key-missing"));
}

}  // namespace
}  // namespace aisle::server::shop_api
