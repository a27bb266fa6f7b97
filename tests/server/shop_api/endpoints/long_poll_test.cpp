// Answers that wait: for news, for their time to be over, or for the server to stop.

#include "tests/server/shop_api/endpoints/api_fixture.hpp"

namespace aisle::server::shop_api::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

bool is_answered(std::future<http::Response>& answer) { return answer.wait_for(milliseconds(0)) == std::future_status::ready; }

TEST_F(ShopApiTest, TheFeedAnswersAtOnceWhenThereIsNews) {
  ASSERT_EQ(call("PUT /prices/P1", {}, R"({"price":{"amount":5,"currency":"USD"}})").status, 201);
  EXPECT_NE(call("GET /events?wait=60").body.find("\"seq\":1"), std::string::npos);
}

TEST_F(ShopApiTest, TheFeedWaitsForTheNextCommit) {
  auto waiting = send("GET /events?wait=60");
  EXPECT_FALSE(is_answered(waiting));
  ASSERT_EQ(call("PUT /prices/P1", {}, R"({"price":{"amount":5,"currency":"USD"}})").status, 201);
  ASSERT_EQ(waiting.wait_for(seconds(30)), std::future_status::ready);
  EXPECT_NE(waiting.get().body.find("\"seq\":1"), std::string::npos);
}

TEST_F(ShopApiTest, AWaitThatIsOverIsAnsweredWithWhatThereIs) {
  auto waiting = send("GET /events?wait=1");
  ASSERT_EQ(waiting.wait_for(seconds(30)), std::future_status::ready);
  EXPECT_EQ(waiting.get().body, R"({"events":[],"last":0})");
}

TEST_F(ShopApiTest, NobodyWaitsForAServerThatStops) {
  auto waiting = send("GET /events?wait=60");
  alarms_.stop();
  ASSERT_EQ(waiting.wait_for(seconds(30)), std::future_status::ready);
  EXPECT_EQ(waiting.get().status, 200);
  EXPECT_EQ(call("GET /events?wait=60").status, 200);
}

TEST_F(ShopApiTest, AnOrderIsWaitedForFromTheVersionThatIsKnown) {
  const auto cart = call("POST /carts");
  const Headers token{{"X-Cart-Token", member(cart, "cart_token")}};
  const std::string id = member(cart, "id");
  (void)call("PUT /carts/" + id + "/lines/P1", token, R"({"quantity":1})");
  Headers buys = token;
  buys.emplace_back("Idempotency-Key", "a-key-of-16-or-more");
  const auto made = call("POST /orders", buys, R"({"cart_id":")" + id + R"(","payment":{"method":"test_ok"}})");
  const std::string order = "/orders/" + member(made, "id");
  Headers knows = token;
  knows.emplace_back("If-None-Match", header(made, "ETag"));
  auto waiting = send("GET " + order + "?wait=60", knows);
  EXPECT_FALSE(is_answered(waiting));
  Headers cancels = token;
  cancels.emplace_back("Idempotency-Key", "another-key-of-16-or-more");
  EXPECT_LT(call("POST " + order + "/cancel", cancels, "{}").status, 300);
  ASSERT_EQ(waiting.wait_for(seconds(30)), std::future_status::ready);
  EXPECT_EQ(waiting.get().status, 200);
  Headers stale = token;
  stale.emplace_back("If-None-Match", "\"1\"");
  EXPECT_EQ(call("GET " + order + "?wait=60", stale).status, 200) << "what changed long ago is told at once";
  EXPECT_EQ(call("GET " + order + "?wait=61", token).status, 400);
}

}  // namespace
}  // namespace aisle::server::shop_api::testing
