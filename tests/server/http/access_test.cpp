// Keys, origins, answers' heads, logs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/http/api_keys.hpp"
#include "server/http/cors.hpp"
#include "server/http/request_id.hpp"
#include "server/http/wire.hpp"
#include "server/log/log.hpp"

namespace aisle::server::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ApiKeys, AcceptTheFormsThatClientsSend) {
  const auto keys = *ApiKeys::parse("# comment\n\nshop:0123456789abcdef\r\n", "keys");
  EXPECT_TRUE(keys.accepts("ApiKey c2hvcDowMTIzNDU2Nzg5YWJjZGVm"));
  EXPECT_TRUE(keys.accepts("basic c2hvcDowMTIzNDU2Nzg5YWJjZGVm"));
  EXPECT_TRUE(keys.accepts("Bearer 0123456789abcdef"));
  for (const char* wrong : {"", "Bearer", "Bearer 0123456789abcdeg", "ApiKey !!!", "ApiKey 0123456789abcdef", "Digest x",
                            "Basic 0123456789abcdef"}) {
    EXPECT_FALSE(keys.accepts(wrong)) << wrong;
  }
}

TEST(ApiKeys, NameTheLineOfABadKey) {
  const auto keys = ApiKeys::parse("a:0123456789abcdef\nshort:1\n", "keys");
  ASSERT_FALSE(keys.ok());
  EXPECT_THAT(keys.error().message, HasSubstr("keys:2: "));
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
  EXPECT_THAT(response_head(response, {}), Not(HasSubstr("\nSet-Cookie")));
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
