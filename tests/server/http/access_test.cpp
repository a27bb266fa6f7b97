// Keys, origins, answers' heads, logs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/http/api_keys.hpp"
#include "server/http/cors.hpp"
#include "server/http/request_id.hpp"
#include "server/http/route_access.hpp"
#include "server/http/wire.hpp"
#include "server/log/log.hpp"

namespace aisle::server::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using shop::Role;

// SHA-256 of "0123456789abcdef".
constexpr const char* kDigest = "9f9f5111f7b27a781f1f1ddde5ebc2dd2b796bfc7365c9c28b548e564176929f";

std::string base64(std::string_view pair) {
  return pair == "shop:0123456789abcdef" ? "c2hvcDowMTIzNDU2Nzg5YWJjZGVm" : "d2FyZTowMTIzNDU2Nzg5YWJjZGVm";
}

TEST(ApiKeys, AcceptTheFormsThatClientsSend) {
  const auto keys = *ApiKeys::parse("# comment\n\nshop:0123456789abcdef\r\n", "keys");
  for (const std::string& right : {"ApiKey " + base64("shop:0123456789abcdef"), "basic " + base64("shop:0123456789abcdef"),
                                   "bearer " + base64("shop:0123456789abcdef"), std::string("Bearer 0123456789abcdef")}) {
    ASSERT_NE(keys.find(right), nullptr) << right;
    EXPECT_EQ(keys.find(right)->roles, Role::admin) << "a line without roles may do everything, as it always could";
  }
  for (const char* wrong : {"", "Bearer", "Bearer 0123456789abcdeg", "ApiKey !!!", "ApiKey 0123456789abcdef", "Digest x",
                            "Basic 0123456789abcdef", "ApiKey d2FyZTowMTIzNDU2Nzg5YWJjZGVm", "Bearer  ", "ApiKey c2hvcA=="}) {
    EXPECT_EQ(keys.find(wrong), nullptr) << wrong;
  }
}

TEST(ApiKeys, HoldDigestsWithRoles) {
  const auto keys = *ApiKeys::parse(std::string("ware:sha256=") + kDigest + ":inventory, fulfilment\n", "keys");
  const ApiKey* key = keys.find("ApiKey " + base64("ware:0123456789abcdef"));
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->id, "ware");
  EXPECT_EQ(key->roles, Role::inventory | Role::fulfilment);
  EXPECT_EQ(to_string(key->roles), "inventory,fulfilment");
  EXPECT_EQ(key_line(*key), std::string("ware:sha256=") + kDigest + ":inventory,fulfilment");
  EXPECT_EQ(keys.find(std::string("Bearer ") + kDigest), nullptr) << "the digest is not the secret";
  EXPECT_EQ(keys.find(std::string("Bearer sha256=") + kDigest), nullptr);
}

TEST(ApiKeys, KeepTwoSecretsOfAnIdWhileOneIsChanged) {
  const auto keys = *ApiKeys::parse("a:0123456789abcdef\na:fedcba9876543210\n", "keys");
  EXPECT_NE(keys.find("Bearer 0123456789abcdef"), nullptr);
  EXPECT_NE(keys.find("Bearer fedcba9876543210"), nullptr);
}

TEST(ApiKeys, NameTheLineOfABadKey) {
  const std::string digest = kDigest;
  for (const std::string& bad : {std::string("short:1"), std::string(":0123456789abcdef"), std::string("0123456789abcdef"),
                                 "a:sha256=" + digest, "a:sha256=" + digest + ":", "a:sha256=" + digest + ":clerk",
                                 "a:sha256=" + digest.substr(1) + ":admin", "a:sha256=" + digest.substr(1) + "g:admin"}) {
    const auto keys = ApiKeys::parse("a:0123456789abcdef\n" + bad + "\n", "keys");
    ASSERT_FALSE(keys.ok()) << bad;
    EXPECT_THAT(keys.error().message, HasSubstr("keys:2: ")) << bad;
    EXPECT_THAT(keys.error().message, Not(HasSubstr("0123456789"))) << "a message is read by more people than the file";
  }
}

TEST(RouteAccess, AsksForRolesByMethodAndPattern) {
  EXPECT_EQ(role_needed(Method::get, "/livez"), Role::none);
  EXPECT_EQ(role_needed(Method::post, "/_shop/v1/orders"), Role::none);
  for (const char* pattern : {"/", "/metrics", "/{index}/_doc/{id}", "/_cat/indices", "/{index}/_search"}) {
    EXPECT_EQ(role_needed(Method::get, pattern), Role::search) << pattern;
    EXPECT_EQ(role_needed(Method::head, pattern), Role::search) << pattern;
  }
  for (const char* pattern : {"/{index}/_search", "/_msearch", "/{index}/_count", "/_analyze", "/_mget"}) {
    EXPECT_EQ(role_needed(Method::post, pattern), Role::search) << pattern;
    EXPECT_EQ(role_needed(Method::put, pattern), Role::admin) << pattern;
  }
  for (const char* pattern : {"/{index}", "/_bulk", "/{index}/_doc/{id}", "/_aliases", "/{index}/_refresh", "/_forcemerge"}) {
    EXPECT_EQ(role_needed(Method::post, pattern), Role::admin) << pattern;
    EXPECT_EQ(role_needed(Method::delete_, pattern), Role::admin) << pattern;
  }
  EXPECT_EQ(role_needed(Method::get, "/{index}/_refresh"), Role::admin);
  EXPECT_EQ(role_needed(Method::post, "/_shop/v1/inventory/_bulk"), Role::inventory);
}

TEST(RouteAccess, TellsTheMissingKeyFromTheWeakOne) {
  const auto keys = *ApiKeys::parse(std::string("ware:sha256=") + kDigest + ":search\n", "keys");
  Request request;
  request.method = Method::post;
  EXPECT_EQ(access_refusal(keys, request, "/_bulk")->status, 401);
  EXPECT_EQ(access_refusal(keys, request, "")->status, 401) << "also where nothing is";
  EXPECT_FALSE(access_refusal(keys, request, "/livez"));
  EXPECT_FALSE(access_refusal(ApiKeys(), request, "/_bulk")) << "open without keys";
  request.headers = {{"Authorization", "Bearer 0123456789abcdef"}};
  EXPECT_FALSE(access_refusal(keys, request, "/_msearch"));
  const auto refused = access_refusal(keys, request, "/_bulk");
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 403);
  EXPECT_THAT(refused->body, HasSubstr("security_exception"));
}

TEST(RouteAccess, TurnsStrangersAwayFromTheShopsBulkRouteInTheShopsWords) {
  const auto keys = *ApiKeys::parse(std::string("ware:sha256=") + kDigest + ":search\n", "keys");
  Request request;
  request.method = Method::post;
  for (const auto& [authorization, status] : {std::pair{"", 401}, {"Bearer 0123456789abcdef", 403}}) {
    request.headers = {{"Authorization", authorization}};
    const auto refused = access_refusal(keys, request, "/_shop/v1/inventory/_bulk");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, status);
    EXPECT_EQ(refused->content_type, "application/problem+json");
  }
}

TEST(Cors, IsOffWithoutOrigins) {
  Request request;
  request.headers = {{"Origin", "https://evil.example"}};
  const Cors cors(CorsOptions{});
  Response response;
  cors.decorate(request, response);
  EXPECT_FALSE(cors.answer(request).has_value());
  EXPECT_TRUE(response.headers.empty());
}

TEST(Cors, AnswersPreflightsAndRefusesStrangers) {
  CorsOptions options;
  options.allow_origins = {"https://shop.example"};
  const Cors cors(options);
  Request request;
  request.method = Method::options;
  request.headers = {{"origin", "https://shop.example"}, {"Access-Control-Request-Method", "POST"}, {"Host", "search:9200"}};
  const auto preflight = cors.answer(request);
  ASSERT_TRUE(preflight);
  EXPECT_EQ(preflight->status, 200);
  Response response;
  cors.decorate(request, response);
  EXPECT_EQ(response.headers.front().second, "https://shop.example");
  request.headers[0].second = "https://evil.example";
  EXPECT_EQ(cors.answer(request)->status, 403);
  request.method = Method::get;
  request.headers[0].second = "http://search:9200";
  EXPECT_FALSE(cors.answer(request)) << "the server's own page";
}

TEST(Wire, NeverLetsAValueStartALine) {
  Response response;
  response.headers = {{"X-A", "b\r\nSet-Cookie: c"}};
  std::string head;
  append_response_head(head, response, {});
  EXPECT_THAT(head, Not(HasSubstr("\nSet-Cookie")));
}

TEST(RequestId, IsUniqueAndChecked) {
  EXPECT_NE(new_request_id(), new_request_id());
  EXPECT_EQ(new_request_id().size(), 16u);
  EXPECT_TRUE(sound_request_id("abc-123"));
  for (const char* wrong : {"", "a b", "a\"b", "\x01"}) EXPECT_FALSE(sound_request_id(wrong));
  EXPECT_FALSE(sound_request_id(std::string(129, 'a')));
}

TEST(Log, WritesJsonLines) {
  EXPECT_EQ(log::format_line(log::Format::json, log::Level::info, "a\nb", {{"n", 3}, {"t", "x\""}, {"ok", true}}, 1'795'000'000'123, false),
            R"({"ts":"2026-11-18T11:06:40.123Z","level":"info","msg":"a\nb","n":3,"t":"x\"","ok":true})");
}

TEST(Log, WritesLinesForPeople) {
  EXPECT_EQ(log::format_line(log::Format::human, log::Level::warn, "slow request", {{"uri", "/a b"}, {"took_us", 12}}, 0, false),
            "1970-01-01T00:00:00.000Z warn  slow request uri=\"/a b\" took_us=12");
  EXPECT_EQ(log::format_line(log::Format::human, log::Level::error, "a\nb", {}, 0, false),
            "1970-01-01T00:00:00.000Z error a\\nb");
}

}  // namespace
}  // namespace aisle::server::http
