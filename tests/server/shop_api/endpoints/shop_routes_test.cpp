// The frame in front of the endpoints: entity tags, idempotency keys, sizes, problems.

#include "tests/server/shop_api/endpoints/api_fixture.hpp"

namespace aisle::server::shop_api::testing {
namespace {

TEST_F(ShopApiTest, EveryRouteOfTheTableHasAHandler) {
  EXPECT_EQ(router_.routes().size(), shop_routes().size());
}

TEST_F(ShopApiTest, AGuestBuysWithTheTokenAlone) {
  const auto cart = call("POST /carts");
  ASSERT_EQ(cart.status, 201) << cart.body;
  const Headers token{{"X-Cart-Token", member(cart, "cart_token")}};
  const std::string path = "/carts/" + member(cart, "id");
  EXPECT_EQ(header(cart, "Location"), "/_shop/v1" + path);
  EXPECT_EQ(call("PUT " + path + "/lines/P1", token, R"({"quantity":2})").status, 201);
  Headers buys = token;
  buys.emplace_back("Idempotency-Key", "a-key-of-16-or-more");
  const auto order = call("POST /orders", buys, R"({"cart_id":")" + member(cart, "id") + R"(","payment":{"method":"test_ok"}})");
  EXPECT_EQ(order.status, 202) << order.body;
  EXPECT_EQ(member(order, "state"), "payment_pending");
}

TEST_F(ShopApiTest, AnswersAreNotKeptByAnybodyOnTheWay) {
  EXPECT_EQ(header(call("GET /inventory/P1"), "Cache-Control"), "no-store");
}

TEST_F(ShopApiTest, AVersionThatIsKnownIsNotSentAgain) {
  const auto stock = call("GET /inventory/P1");
  ASSERT_EQ(stock.status, 200);
  const std::string tag = header(stock, "ETag");
  const auto same = call("GET /inventory/P1", {{"If-None-Match", "\"99\", W/" + tag}});
  EXPECT_EQ(same.status, 304);
  EXPECT_TRUE(same.body.empty());
  EXPECT_EQ(call("GET /inventory/P1", {{"If-None-Match", "\"99\""}}).status, 200);
}

TEST_F(ShopApiTest, ARetryGetsTheFirstAnswerByteForByte) {
  const std::string body = R"({"delta":-3,"reason":"broken"})";
  const auto first = call("POST /inventory/P1/adjustments", keyed("\"the same key twice\""), body);
  EXPECT_EQ(first.status, 400) << "a key has no spaces";
  const auto second = call("POST /inventory/P1/adjustments", keyed("\"the-same-key-twice\""), body);
  EXPECT_EQ(second.status, 201) << second.body;
  const auto again = call("POST /inventory/P1/adjustments", keyed("the-same-key-twice"), body);
  EXPECT_EQ(again.body, second.body);
  EXPECT_EQ(header(again, "Idempotency-Replayed"), "true");
  const auto other = call("POST /inventory/P1/adjustments", keyed("the-same-key-twice"), R"({"delta":1,"reason":"found"})");
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(call("POST /inventory/P1/adjustments", {}, body).status, 400);
}

TEST_F(ShopApiTest, ProblemsSayWhatTheyAre) {
  const auto unknown = call("GET /inventory/nowhere");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.content_type, "application/problem+json");
  EXPECT_EQ(member(unknown, "code"), "sku-not-found");
  EXPECT_EQ(call("GET /carts/not-an-id").status, 404);
  EXPECT_EQ(call("PUT /prices/P1", {}, R"({"price":{"amount":1,"currency":"USD"},"colour":"red"})").status, 400);
}

TEST_F(ShopApiTest, LargeBodiesAreRefusedUnread) {
  const auto large = call("POST /carts", {}, std::string(300'000, ' '));
  EXPECT_EQ(large.status, 413);
}

}  // namespace
}  // namespace aisle::server::shop_api::testing
