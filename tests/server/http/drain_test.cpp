#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "tests/server/http/test_server.hpp"

namespace aisle::server::http {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing::ok_handler;
using testing::RawConnection;
using testing::TestServer;

struct Gate {
  std::promise<void> promise;
  std::shared_future<void> open = promise.get_future().share();
  std::promise<void> entered;

  Router router() {
    Router router;
    router.add(Method::get, "/ok", EndpointClass::light, ok_handler());
    router.add(Method::get, "/wait", EndpointClass::search, [this](const Request&, Reply reply) {
      entered.set_value();
      open.wait();
      reply.send(Response{});
    });
    return router;
  }
};

TEST(Drain, ClosesIdleConnectionsAndFinishesRequestsUnderWay) {
  Gate gate;
  TestServer server(gate.router());
  RawConnection idle(server.port());
  idle.send("GET /ok HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(idle.read_answer(), StartsWith("HTTP/1.1 200 "));
  RawConnection busy(server.port());
  busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
  gate.entered.get_future().wait();
  auto drained = std::async(std::launch::async, [&] { return server.server().drain(5s); });
  EXPECT_EQ(idle.read_to_end(), "");
  EXPECT_EQ(server.health().readiness(true).status, 503);
  gate.promise.set_value();
  EXPECT_THAT(busy.read_to_end(), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("Connection: close")));
  EXPECT_TRUE(drained.get());
}

TEST(Drain, CutsWhatIsLeftAfterTheGraceTime) {
  Gate gate;
  TestServer server(gate.router());
  RawConnection busy(server.port());
  busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
  gate.entered.get_future().wait();
  auto drained = std::async(std::launch::async, [&] { return server.server().drain(50ms); });
  EXPECT_EQ(busy.read_to_end(), "");
  gate.promise.set_value();
  EXPECT_FALSE(drained.get());
}

TEST(Drain, LetsAReplyComeTooLate) {
  std::promise<Reply> kept;
  Metrics metrics;
  Health health;
  {
    Router router;
    router.add(Method::get, "/keep", EndpointClass::search,
               [&](const Request&, Reply reply) { kept.set_value(std::move(reply)); });
    Server server(testing::test_options(), std::move(router), metrics, health);
    ASSERT_TRUE(server.start().ok());
    RawConnection connection(server.port());
    connection.send("GET /keep HTTP/1.1\r\nHost: a\r\n\r\n");
    auto reply = kept.get_future();
    reply.wait();
    server.drain(10ms);
    kept = {};
    auto late = reply.get();
    late.send(Response{});
  }
}

TEST(Server, NamesThePortThatIsTaken) {
  TestServer first(Router{});
  auto options = testing::test_options();
  options.port = first.port();
  Metrics metrics;
  Health health;
  Server second(options, Router{}, metrics, health);
  const auto status = second.start();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, ErrorCode::already_exists);
  EXPECT_THAT(status.error().message, HasSubstr("127.0.0.1:" + std::to_string(first.port()) + " is in use"));
}

TEST(Health, TellsWhichCheckFails) {
  Health health;
  EXPECT_EQ(health.readiness(false).status, 503);
  health.set_started();
  EXPECT_EQ(health.readiness(false).body, "ok\n");
  bool loaded = false;
  health.add_readiness_check("catalog", [&] {
    return loaded ? Status() : Status(Error(ErrorCode::unavailable, "loading"));
  });
  EXPECT_THAT(health.readiness(false).body, HasSubstr("[-]catalog failed: loading\n"));
  loaded = true;
  EXPECT_EQ(health.readiness(true).status, 200);
}

}  // namespace
}  // namespace aisle::server::http
