#include "server/http/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/server/http/test_server.hpp"

namespace aisle::server::http {
namespace {

using namespace std::chrono_literals;
using testing::TestServer;

Router routes() {
  Router router;
  router.add(Method::get, "/ok", EndpointClass::light, testing::ok_handler());
  router.add(Method::post, "/echo", EndpointClass::write, testing::echo_handler());
  router.add(Method::get, "/slow", EndpointClass::search, [](const Request& request, Reply reply) {
    while (!request.cancel.cancelled()) std::this_thread::sleep_for(1ms);
    reply.send(Response{});
  });
  return router;
}

ClientOptions options_for(const TestServer& server) {
  ClientOptions options;
  options.port = server.port();
  return options;
}

TEST(Client, SendsOverOneConnection) {
  TestServer server(routes());
  Client client(options_for(server));
  for (int i = 0; i < 5; ++i) {
    const auto answer = client.get("/ok");
    ASSERT_TRUE(answer.ok()) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->header("x-elastic-product"), "Elasticsearch");
  }
  EXPECT_EQ(server.metrics().connections_accepted, 1u);
}

TEST(Client, CompressesBothWays) {
  TestServer server(routes());
  auto options = options_for(server);
  options.compress = true;
  Client client(options);
  const std::string body(100'000, 'j');
  const auto answer = client.post("/echo", body, "application/x-ndjson");
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  EXPECT_EQ(answer->body, body);
  EXPECT_LT(server.metrics().bytes_received, 5'000u);
  EXPECT_LT(server.metrics().bytes_sent, 5'000u);
}

TEST(Client, ConnectsAnewWhenTheServerClosed) {
  auto options = testing::test_options();
  options.timeouts.idle = 50ms;
  TestServer server(routes(), options);
  Client client(options_for(server));
  ASSERT_TRUE(client.get("/ok").ok());
  while (server.metrics().connections_open > 0) std::this_thread::sleep_for(1ms);
  EXPECT_TRUE(client.get("/ok").ok());
}

TEST(Client, GivesUpInTime) {
  TestServer server(routes());
  auto options = options_for(server);
  options.timeout = 100ms;
  Client client(options);
  const auto answer = client.get("/slow");
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::deadline_exceeded);
}

TEST(Client, SaysWhenNobodyListens) {
  std::uint16_t port;
  {
    TestServer server(routes());
    port = server.port();
  }
  ClientOptions options;
  options.port = port;
  Client client(options);
  const auto answer = client.get("/ok");
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
}

TEST(Client, BoundsAnswers) {
  TestServer server(routes());
  auto options = options_for(server);
  options.max_answer_bytes = 1000;
  Client client(options);
  const auto answer = client.post("/echo", std::string(1001, 'x'));
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::resource_exhausted);
}

}  // namespace
}  // namespace aisle::server::http
