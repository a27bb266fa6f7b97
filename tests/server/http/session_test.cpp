// Whole requests over loopback sockets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "server/http/body_coding.hpp"
#include "tests/server/http/test_server.hpp"

namespace aisle::server::http {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing::echo_handler;
using testing::ok_handler;
using testing::RawConnection;
using testing::test_options;
using testing::TestServer;

Handler sized_handler(std::size_t size) {
  return [size](const Request&, Reply reply) {
    Response response;
    response.body = std::string(size, 'x');
    reply.send(std::move(response));
  };
}

Router basic_routes() {
  Router router;
  router.add(Method::get, "/ok", EndpointClass::light, ok_handler());
  router.add(Method::get, "/n/{n}", EndpointClass::search, [](const Request& request, Reply reply) {
    Response response;
    response.body = request.param("n");
    reply.send(std::move(response));
  });
  router.add(Method::get, "/large", EndpointClass::search, sized_handler(3'000'000));
  router.add(Method::get, "/mid", EndpointClass::search, sized_handler(5'000));
  router.add(Method::post, "/echo", EndpointClass::write, echo_handler());
  router.add(Method::post, "/light-echo", EndpointClass::light, echo_handler());
  router.add(Method::get, "/throws", EndpointClass::search,
             [](const Request&, Reply) { throw std::runtime_error("broken"); });
  router.add(Method::get, "/forgets", EndpointClass::search, [](const Request&, Reply) {});
  router.add(Method::get, "/later", EndpointClass::search, [](const Request&, Reply reply) {
    std::thread([reply = std::move(reply)]() mutable {
      std::this_thread::sleep_for(20ms);
      reply.send(Response{});
    }).detach();
  });
  return router;
}

std::string get(std::string_view path, std::string_view fields = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view fields = "") {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(fields) + "\r\n" + std::string(body);
}

TEST(Session, KeepsAConnectionForManyRequests) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  for (int i = 0; i < 20; ++i) {
    connection.send(get("/ok"));
    EXPECT_THAT(connection.read_answer(), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("\r\n\r\n{\"ok\":true}")));
  }
}

TEST(Session, CarriesElasticsearchsHeaders) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  connection.send(get("/ok", "X-Opaque-Id: shop-7\r\nX-Request-Id: r-1\r\nAccept: application/vnd.elasticsearch+json; compatible-with=8\r\n"));
  EXPECT_THAT(connection.read_answer(),
              AllOf(HasSubstr("X-Elastic-Product: Elasticsearch\r\n"), HasSubstr("X-Opaque-Id: shop-7\r\n"),
                    HasSubstr("X-Request-Id: r-1\r\n"),
                    HasSubstr("Content-Type: application/vnd.elasticsearch+json;compatible-with=8\r\n")));
  connection.send(get("/nowhere"));
  EXPECT_THAT(connection.read_answer(), AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("X-Elastic-Product: Elasticsearch\r\n")));
}

TEST(Session, AnswersPipelinedRequestsInOrder) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  std::string requests;
  for (int i = 0; i < 200; ++i) requests += i % 3 == 0 ? get("/ok") : get("/n/" + std::to_string(i));
  connection.send(requests);
  for (int i = 0; i < 200; ++i) {
    const std::string expected = i % 3 == 0 ? "{\"ok\":true}" : std::to_string(i);
    ASSERT_THAT(connection.read_answer(), EndsWith("\r\n\r\n" + expected));
  }
}

TEST(Session, ReadsRequestsThatArriveByteByByte) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  for (char c : post("/echo", "{\"a\":1}")) connection.send(std::string_view(&c, 1));
  EXPECT_THAT(connection.read_answer(), EndsWith("{\"a\":1}"));
}

TEST(Session, ReadsChunkedBodies) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nX-T: 1\r\n\r\n" + get("/ok"));
  EXPECT_THAT(connection.read_answer(), EndsWith("\r\n\r\nabcdefg"));
  EXPECT_THAT(connection.read_answer(), EndsWith("{\"ok\":true}"));
}

TEST(Session, ReadsChunkedBodiesThatArriveByteByByte) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  for (char c : std::string("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\nc\r\n0\r\n\r\n")) {
    connection.send(std::string_view(&c, 1));
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_THAT(connection.read_answer(), EndsWith("\r\n\r\na\nc"));
}

TEST(Session, EchoesLargeBodiesWhole) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  std::string body(9'000'000, 'b');
  for (std::size_t i = 0; i < body.size(); i += 1000) body[i] = static_cast<char>('a' + i / 1000 % 26);
  std::thread sender([&] { connection.send(post("/echo", body)); });
  const auto answer = connection.read_answer();
  sender.join();
  EXPECT_TRUE(answer.ends_with("\r\n\r\n" + body));
}

TEST(Session, SaysContinueBeforeItReadsABody) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(connection.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  connection.send("abc");
  EXPECT_THAT(connection.read_answer(), EndsWith("abc"));
}

TEST(Session, RefusesABodyBeforeItIsSentWhenItIsTooLarge) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(connection.read_answer(), AllOf(StartsWith("HTTP/1.1 413 "), HasSubstr("Connection: close")));
}

TEST(Session, RefusesLargeBodiesByLengthAndByChunks) {
  auto options = test_options();
  options.limits.body_bytes = 1000;
  TestServer server(basic_routes(), options);
  RawConnection by_length(server.port());
  by_length.send(post("/echo", std::string(1001, 'x')));
  EXPECT_THAT(by_length.read_to_end(), StartsWith("HTTP/1.1 413 "));
  RawConnection by_chunks(server.port());
  by_chunks.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 3; ++i) by_chunks.send("190\r\n" + std::string(400, 'x') + "\r\n");
  EXPECT_THAT(by_chunks.read_to_end(), StartsWith("HTTP/1.1 413 "));
  RawConnection fits(server.port());
  fits.send(post("/echo", std::string(1000, 'x')));
  EXPECT_THAT(fits.read_answer(), StartsWith("HTTP/1.1 200 "));
}

TEST(Session, RefusesLargeHeads) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  connection.send(get("/ok", "X: " + std::string(20'000, 'x') + "\r\n"));
  EXPECT_THAT(connection.read_to_end(), StartsWith("HTTP/1.1 431 "));
}

TEST(Session, UnpacksBodiesAndStopsBombs) {
  auto options = test_options();
  options.limits.body_bytes = 100'000;
  options.limits.light_body_bytes = 10'000;
  TestServer server(basic_routes(), options);
  RawConnection connection(server.port());
  connection.send(post("/echo", *gzip("hello hello", 3), "Content-Encoding: gzip\r\n"));
  EXPECT_THAT(connection.read_answer(), EndsWith("\r\n\r\nhello hello"));
  connection.send(post("/echo", *gzip(std::string(100'001, '0'), 9), "Content-Encoding: gzip\r\n"));
  EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 413 "));
  connection.send(post("/light-echo", *gzip(std::string(10'001, '0'), 9), "Content-Encoding: gzip\r\n"));
  EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 413 "));
  connection.send(post("/echo", "not gzip", "Content-Encoding: gzip\r\n"));
  EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 400 "));
  connection.send(post("/echo", "x", "Content-Encoding: br\r\n"));
  EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 415 "));
}

TEST(Session, PacksAnswersForThoseWhoAsk) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  connection.send(get("/mid", "Accept-Encoding: gzip, deflate\r\n"));
  const auto packed = connection.read_answer();
  EXPECT_THAT(packed, HasSubstr("Content-Encoding: gzip\r\n"));
  const auto body = decode_body(Coding::gzip, packed.substr(packed.find("\r\n\r\n") + 4), {});
  ASSERT_TRUE(body.ok());
  EXPECT_EQ(*body, std::string(5'000, 'x'));
  connection.send(get("/mid", "Accept-Encoding: gzip;q=0\r\n"));
  EXPECT_THAT(connection.read_answer(), Not(HasSubstr("Content-Encoding")));
  connection.send(get("/ok", "Accept-Encoding: gzip\r\n"));
  EXPECT_THAT(connection.read_answer(), Not(HasSubstr("Content-Encoding"))) << "too small to gain";
}

TEST(Session, ServesHeadByGetWithoutItsBody) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  connection.send("HEAD /large HTTP/1.1\r\nHost: a\r\n\r\n" + get("/ok"));
  EXPECT_THAT(connection.read_answer(true), AllOf(StartsWith("HTTP/1.1 200 OK"), HasSubstr("Content-Length: 3000000\r\n")));
  EXPECT_THAT(connection.read_answer(), EndsWith("\r\n\r\n{\"ok\":true}"));
}

TEST(Session, ClosesWhenAskedTo) {
  TestServer server(basic_routes());
  RawConnection modern(server.port());
  modern.send(get("/ok", "Connection: close\r\n"));
  EXPECT_THAT(modern.read_to_end(), AllOf(HasSubstr("Connection: close"), EndsWith("{\"ok\":true}")));
  RawConnection old(server.port());
  old.send("GET /ok HTTP/1.0\r\n\r\n");
  EXPECT_THAT(old.read_to_end(), EndsWith("{\"ok\":true}"));
  RawConnection old_but_kept(server.port());
  old_but_kept.send("GET /ok HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(old_but_kept.read_answer(), HasSubstr("Connection: keep-alive"));
}

TEST(Session, AnswersAClientThatStoppedSending) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  connection.send(get("/large"));
  connection.finish_sending();
  EXPECT_EQ(connection.read_to_end().size() > 3'000'000, true);
}

TEST(Session, AnswersFiveHundredForBrokenHandlers) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  connection.send(get("/throws") + get("/forgets") + get("/later"));
  EXPECT_THAT(connection.read_answer(), AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("broken"))));
  EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 200 "));
}

TEST(Session, AnswersTimeoutToSlowHeadsAndBodies) {
  auto options = test_options();
  options.timeouts.header = 150ms;
  options.timeouts.body = 150ms;
  options.timeouts.idle = 150ms;
  TestServer server(basic_routes(), options);
  RawConnection slow_head(server.port());
  slow_head.send("GET /ok HT");
  EXPECT_THAT(slow_head.read_to_end(), StartsWith("HTTP/1.1 408 "));
  RawConnection slow_body(server.port());
  slow_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nab");
  EXPECT_THAT(slow_body.read_to_end(), StartsWith("HTTP/1.1 408 "));
  RawConnection idle(server.port());
  EXPECT_EQ(idle.read_to_end(), "") << "an idle connection closes without a word";
}

TEST(Session, RefusesPastTheQueue) {
  auto options = test_options();
  options.pool.search = {1, 1};
  std::promise<void> gate;
  auto open = gate.get_future().share();
  Router router;
  router.add(Method::get, "/wait", EndpointClass::search, [open](const Request&, Reply reply) {
    open.wait();
    reply.send(Response{});
  });
  TestServer server(std::move(router), options);
  std::vector<std::unique_ptr<RawConnection>> waiting;
  for (int i = 0; i < 2; ++i) {
    waiting.push_back(std::make_unique<RawConnection>(server.port()));
    waiting.back()->send(get("/wait"));
  }
  const auto load = [&] { return server.server().pool().load(EndpointClass::search); };
  while (load().running + load().queued < 2) std::this_thread::sleep_for(1ms);
  RawConnection refused(server.port());
  refused.send(get("/wait"));
  EXPECT_THAT(refused.read_answer(), AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("es_rejected_execution_exception"),
                                           HasSubstr("Retry-After: 1\r\n")));
  gate.set_value();
  for (auto& connection : waiting) EXPECT_THAT(connection->read_answer(), StartsWith("HTTP/1.1 200 "));
}

TEST(Session, TurnsAwayPastTheConnectionLimit) {
  auto options = test_options();
  options.limits.connections = 1;
  TestServer server(basic_routes(), options);
  RawConnection first(server.port());
  first.send(get("/ok"));
  EXPECT_THAT(first.read_answer(), StartsWith("HTTP/1.1 200 "));
  RawConnection second(server.port());
  EXPECT_THAT(second.read_to_end(), StartsWith("HTTP/1.1 503 "));
}

TEST(Session, BoundsTheBodiesOfAllRequestsTogether) {
  auto options = test_options();
  options.limits.bodies_in_flight_bytes = 10'000;
  TestServer server(basic_routes(), options);
  RawConnection connection(server.port());
  connection.send(post("/echo", std::string(50'000, 'x')));
  EXPECT_THAT(connection.read_to_end(), AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("circuit_breaking_exception")));
  RawConnection other(server.port());
  other.send(post("/echo", std::string(5'000, 'x')));
  EXPECT_THAT(other.read_answer(), StartsWith("HTTP/1.1 200 "));
}

TEST(Session, CancelsWorkWhenTheClientIsGone) {
  std::promise<void> cancelled;
  Router router;
  router.add(Method::get, "/wait", EndpointClass::search, [&](const Request& request, Reply reply) {
    while (!request.cancel.cancelled()) std::this_thread::sleep_for(1ms);
    cancelled.set_value();
    reply.send(Response{});
  });
  TestServer server(std::move(router));
  {
    RawConnection connection(server.port());
    connection.send(get("/wait"));
    std::this_thread::sleep_for(20ms);
  }
  EXPECT_EQ(cancelled.get_future().wait_for(5s), std::future_status::ready);
}

TEST(Session, CancelsWorkAtItsDeadline) {
  auto options = test_options();
  options.timeouts.request = 50ms;
  Router router;
  router.add(Method::get, "/wait", EndpointClass::search, [&](const Request& request, Reply reply) {
    while (!request.cancel.cancelled()) std::this_thread::sleep_for(1ms);
    reply.send(error_response(503, "timeout_exception", "took too long"));
  });
  TestServer server(std::move(router), options);
  RawConnection connection(server.port());
  connection.send(get("/wait"));
  EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 503 "));
}

TEST(Session, AsksForKeysWhenThereAreSome) {
  auto options = test_options();
  options.api_keys = *ApiKeys::parse("shop:0123456789abcdef\n", "keys");
  TestServer server(basic_routes(), options);
  RawConnection connection(server.port());
  connection.send(get("/ok"));
  EXPECT_THAT(connection.read_answer(), AllOf(StartsWith("HTTP/1.1 401 "), HasSubstr("WWW-Authenticate: "), HasSubstr("security_exception")));
  connection.send(get("/ok", "Authorization: Bearer 0123456789abcdef\r\n"));
  EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 200 "));
  connection.send(get("/livez"));
  EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 200 "));
}

TEST(Session, DoesNotOpenAPathThatOnlyLooksLikeTheShop) {
  auto options = test_options();
  options.api_keys = *ApiKeys::parse("shop:0123456789abcdef\n", "keys");
  TestServer server(basic_routes(), options);
  RawConnection connection(server.port());
  for (const char* path : {"/n/_shop%2Fv1", "/%2F_shop%2Fx", "/livez%2F..", "/n/livez"}) {
    connection.send(get(path));
    EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 401 ")) << path;
  }
  connection.send(get("/_shop/v1/nothing"));
  EXPECT_THAT(connection.read_answer(), AllOf(StartsWith("HTTP/1.1 404 "), HasSubstr("application/problem+json"), HasSubstr("unknown-path")));
}

TEST(Session, CountsRequestsByRouteTemplate) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  connection.send(get("/n/1") + get("/n/2") + get("/nowhere/1") + get("/nowhere/2"));
  for (int i = 0; i < 4; ++i) connection.read_answer();
  const auto text = server.metrics().text();
  EXPECT_THAT(text, HasSubstr(R"(aisle_http_request_duration_seconds_count{method="GET",route="/n/{n}",status="2xx"} 2)"));
  EXPECT_THAT(text, HasSubstr(R"(aisle_http_request_duration_seconds_count{method="any",route="unmatched",status="4xx"} 2)"));
  EXPECT_THAT(text, HasSubstr("aisle_pool_queued{class=\"search\"} 0"));
  EXPECT_THAT(text, HasSubstr("process_resident_memory_bytes "));
}

/// Prints what a handler can see of its request.
Handler mirror_handler() {
  return [](const Request& request, Reply reply) {
    Response response;
    response.body = std::string(to_string(request.method)) + " " + request.path + " " + request.uri + " [";
    for (const auto& list : {request.query, request.path_parameters, request.headers}) {
      for (const auto& [name, value] : list) response.body += name + "=" + value + ";";
      response.body += '|';
    }
    response.body += "] " + request.body + (request.cancel.cancelled() ? " cancelled" : "") + " " + request.remote_address;
    reply.send(std::move(response));
  };
}

TEST(Session, ShowsNothingOfARequestToTheNextOne) {
  Router router;
  for (auto endpoint_class : {EndpointClass::light, EndpointClass::search}) {
    const std::string base = "/" + std::string(to_string(endpoint_class));
    router.add(Method::post, base + "/{name}", endpoint_class, mirror_handler());
    router.add(Method::get, base, endpoint_class, mirror_handler());
  }
  TestServer server(std::move(router));
  for (const std::string base : {"/light", "/search"}) {
    const std::string long_value(2'000, 'v');
    const std::string plain = "GET " + base + " " + base + " [||Host=a;|]  127.0.0.1";
    RawConnection connection(server.port());
    for (int i = 0; i < 3; ++i) {
      connection.send(get(base));
      EXPECT_THAT(connection.read_answer(), EndsWith("\r\n\r\n" + plain));
      connection.send(post(base + "/x%20y?q=1&pretty", std::string(20'000, 'b'), "X-Request-Id: mine\r\nX-A: " + long_value + "\r\n"));
      EXPECT_THAT(connection.read_answer(),
                  AllOf(HasSubstr("X-Request-Id: mine\r\n"), HasSubstr("[q=1;pretty=;|name=x y;|"), HasSubstr("X-A=" + long_value)));
      connection.send(get(base));
      EXPECT_THAT(connection.read_answer(), AllOf(EndsWith("\r\n\r\n" + plain), Not(HasSubstr("mine"))));
      connection.send(post(base + "/z", "abc"));
      EXPECT_THAT(connection.read_answer(), EndsWith("] abc 127.0.0.1"));
    }
  }
}

TEST(Session, CountsOnlyRequestsUnderWay) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  for (int i = 0; i < 3; ++i) {
    connection.send(get("/ok") + get("/n/1"));
    connection.read_answer();
    connection.read_answer();
  }
  for (int i = 0; i < 1'000 && server.metrics().requests_in_flight != 0; ++i) std::this_thread::sleep_for(1ms);
  EXPECT_EQ(server.metrics().requests_in_flight, 0);
}

TEST(Session, WaitsForAClientThatReadsSlowly) {
  TestServer server(basic_routes());
  RawConnection connection(server.port());
  std::string requests;
  for (int i = 0; i < 8; ++i) requests += get("/large");
  connection.send(requests);
  std::this_thread::sleep_for(50ms);
  for (int i = 0; i < 8; ++i) {
    const auto answer = connection.read_answer();
    ASSERT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, 3'000'000u);
  }
}

TEST(Session, ForgetsNoLimitBetweenRequests) {
  auto options = test_options();
  options.timeouts.header = 150ms;
  options.timeouts.idle = 400ms;
  TestServer server(basic_routes(), options);
  RawConnection connection(server.port());
  connection.send(get("/ok"));
  EXPECT_THAT(connection.read_answer(), StartsWith("HTTP/1.1 200 "));
  connection.send("GET /ok HT");
  EXPECT_THAT(connection.read_to_end(), StartsWith("HTTP/1.1 408 "));
  RawConnection idle(server.port());
  idle.send(get("/ok"));
  EXPECT_THAT(idle.read_answer(), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(idle.read_to_end(), "");
}

TEST(Session, SurvivesManyConnectionsAtOnce) {
  TestServer server(basic_routes());
  std::vector<std::thread> clients;
  std::atomic<int> answered = 0;
  for (int c = 0; c < 16; ++c) {
    clients.emplace_back([&] {
      RawConnection connection(server.port());
      for (int i = 0; i < 100; ++i) {
        connection.send(i % 2 ? get("/n/7") : post("/echo", "abc"));
        if (connection.read_answer().starts_with("HTTP/1.1 200")) ++answered;
      }
    });
  }
  for (auto& client : clients) client.join();
  EXPECT_EQ(answered, 1600);
}

}  // namespace
}  // namespace aisle::server::http
