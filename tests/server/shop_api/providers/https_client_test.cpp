#include "server/shop_api/providers/https_client.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>

#include "carts_orders/payments/stripe_provider.hpp"
#include "tests/carts_orders/workers/fake_stripe.hpp"
#include "tests/carts_orders/workers/temporary_folder.hpp"
#include "tests/server/shop_api/providers/local_server.hpp"

namespace aisle::server::shop_api {
namespace {

using ::testing::HasSubstr;

struct HttpsClientTest : ::testing::Test {
  HttpsClientTest() { executor.start(); }
  ~HttpsClientTest() override {
    executor.stop();
    client.reset();
  }
  void open(HttpsSettings settings = {}) {
    auto opened = HttpsClient::open(std::move(settings), executor);
    ASSERT_TRUE(opened) << opened.error().message;
    client = *std::move(opened);
  }
  Result<shop::HttpReply> send(shop::HttpCall call) {
    if (!client) open();
    auto answer = std::make_shared<std::promise<Result<shop::HttpReply>>>();
    auto future = answer->get_future();
    client->send(std::move(call), [answer](Result<shop::HttpReply> reply) { answer->set_value(std::move(reply)); });
    return future.get();
  }
  static shop::HttpCall local(const std::string& url) {
    shop::HttpCall call;
    call.url = url;
    call.allow_private = true;
    call.timeout = 10'000;
    return call;
  }
  /// Trusts only that certificate beside the system's.
  void open_trusting(const TestCertificate& certificate) {
    const auto path = folder.path() / "ca.pem";
    std::ofstream(path) << certificate.certificate;
    open({.ca_file = path.string()});
  }

  shop::TemporaryFolder folder;
  AsioExecutor executor;
  std::unique_ptr<HttpsClient> client;
};

TEST_F(HttpsClientTest, SendsARequestAndReadsTheAnswer) {
  shop::HttpCall seen;
  LocalServer server([&](const shop::HttpCall& call) {
    seen = call;
    return http_answer(201, "hello", "X-One: 1\r\n");
  });
  shop::HttpCall call = local(server.url());
  call.method = "POST";
  call.body = "a=b";
  call.headers = {{"Idempotency-Key", "k"}};
  const auto reply = send(call);
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(reply->status, 201);
  EXPECT_EQ(reply->body, "hello");
  EXPECT_EQ(shop::header(reply->headers, "x-one"), "1");
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.url, "/path");
  EXPECT_EQ(seen.body, "a=b");
  EXPECT_EQ(shop::header(seen.headers, "Idempotency-Key"), "k");
  EXPECT_EQ(shop::header(seen.headers, "Host"), "127.0.0.1:" + std::to_string(server.port()));
}

TEST_F(HttpsClientTest, KeepsConnectionsAndMendsThoseThatWereClosed) {
  LocalServer server([](const shop::HttpCall&) { return http_answer(200, "x"); });
  ASSERT_TRUE(send(local(server.url())));
  ASSERT_TRUE(send(local(server.url())));
  EXPECT_EQ(server.connections(), 1);
  server.hang_up();
  ASSERT_TRUE(send(local(server.url())));
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(HttpsClientTest, SpeaksTlsToWhomItTrusts) {
  const TestCertificate certificate = make_certificate("localhost");
  LocalServer server([](const shop::HttpCall&) { return http_answer(200, "secret"); }, certificate);
  open_trusting(certificate);
  const auto reply = send(local(server.url("localhost")));
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(reply->body, "secret");
  ASSERT_TRUE(send(local(server.url("localhost"))));
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpsClientTest, RefusesCertificatesOfStrangersAndOfOtherHosts) {
  const TestCertificate other = make_certificate("shop.example");
  LocalServer server([](const shop::HttpCall&) { return http_answer(200, "x"); }, other);
  const auto untrusted = send(local(server.url("localhost")));
  ASSERT_FALSE(untrusted);
  EXPECT_EQ(untrusted.error().code, ErrorCode::unavailable);
  client.reset();
  open_trusting(other);
  EXPECT_FALSE(send(local(server.url("localhost")))) << "trusted, but somebody else's";
  EXPECT_FALSE(send(local(server.url("127.0.0.1"))));
}

TEST_F(HttpsClientTest, SpeaksToPrivateAddressesOnlyWhereAllowed) {
  int asked = 0;
  LocalServer server([&](const shop::HttpCall&) {
    ++asked;
    return http_answer(200, "x");
  });
  const std::string port = std::to_string(server.port());
  for (const std::string& url : {"http://127.0.0.1:" + port, "https://127.0.0.1:" + port, "https://localhost:" + port,
                                 "https://[::1]:" + port, std::string("https://10.0.0.1/"), "https://0.0.0.0:" + port,
                                 std::string("https://169.254.169.254/latest/meta-data")}) {
    shop::HttpCall call = local(url);
    call.allow_private = false;
    const auto reply = send(call);
    ASSERT_FALSE(reply) << url;
    EXPECT_EQ(reply.error().kind, "address_refused") << url << ": " << reply.error().message;
  }
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(HttpsClientTest, NeverSpeaksPlainHttpToTheInternet) {
  const auto reply = send(local("http://192.88.98.1/"));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, "address_refused");
}

TEST_F(HttpsClientTest, GivesUpWhenTheTimeIsOver) {
  std::promise<void> end;
  auto ended = end.get_future().share();
  LocalServer server([&](const shop::HttpCall&) {
    ended.wait();
    return std::string();
  });
  shop::HttpCall call = local(server.url());
  call.timeout = 50;
  const auto reply = send(call);
  end.set_value();
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::deadline_exceeded);
}

TEST_F(HttpsClientTest, LimitsAnswersHoweverTheyGrow) {
  const std::string big(200'000, 'x');
  std::string said;
  LocalServer server([&](const shop::HttpCall&) { return said; });
  open({.max_answer_bytes = 100'000});
  const auto refuse = [&](const char* what) {
    const auto reply = send(local(server.url()));
    ASSERT_FALSE(reply) << what;
    EXPECT_EQ(reply.error().code, ErrorCode::resource_exhausted) << what << ": " << reply.error().message;
    server.hang_up();
  };
  said = http_answer(200, big);
  refuse("a declared body");
  said = "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n" + big + "\r\n0\r\n\r\n";
  refuse("a chunk");
  said = "HTTP/1.1 200 X\r\nContent-Length: 0\r\nX: " + big + "\r\n\r\n";
  refuse("a header");
  std::string trailers;
  for (int i = 0; i < 20'000; ++i) trailers += "X-" + std::to_string(i) + ": some value\r\n";
  said = "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n" + trailers + "\r\n";
  const auto reply = send(local(server.url()));
  EXPECT_FALSE(reply) << "trailers";
}

TEST_F(HttpsClientTest, TellsWhatIsNotHttp) {
  LocalServer server([](const shop::HttpCall&) { return std::string("SSH-2.0-OpenSSH_9.2\r\n\r\n"); });
  const auto reply = send(local(server.url()));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::data_corrupt) << reply.error().message;
}

TEST_F(HttpsClientTest, FailsWhenTheServerHangsUpOrNobodyListens) {
  LocalServer server([](const shop::HttpCall&) { return std::string(); });
  EXPECT_EQ(send(local(server.url())).error().code, ErrorCode::unavailable);
  EXPECT_EQ(send(local("http://127.0.0.1:1/")).error().code, ErrorCode::unavailable);
  EXPECT_EQ(send(local("not a url")).error().code, ErrorCode::invalid_argument);
}

TEST_F(HttpsClientTest, LetsNoHeaderInjectAnother) {
  LocalServer server([](const shop::HttpCall&) { return http_answer(200, "x"); });
  shop::HttpCall call = local(server.url());
  call.headers = {{"Idempotency-Key", "k\r\nX-Evil: 1"}};
  EXPECT_EQ(send(call).error().code, ErrorCode::invalid_argument);
}

TEST_F(HttpsClientTest, FollowsNoRedirects) {
  int asked = 0;
  LocalServer server([&](const shop::HttpCall&) {
    ++asked;
    return http_answer(302, "", "Location: http://127.0.0.1:1/\r\n");
  });
  const auto reply = send(local(server.url()));
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 302);
  EXPECT_EQ(asked, 1);
}

TEST_F(HttpsClientTest, CompletesManyCallsAtOnce) {
  LocalServer server([](const shop::HttpCall& call) { return http_answer(200, call.body, "Connection: close\r\n"); });
  open();
  std::atomic<int> answered = 0;
  std::promise<void> all;
  for (int i = 0; i < 50; ++i) {
    shop::HttpCall call = local(server.url());
    call.method = "POST";
    call.body = std::to_string(i);
    client->send(call, [&, i](const Result<shop::HttpReply>& reply) {
      EXPECT_TRUE(reply && reply->body == std::to_string(i));
      if (++answered == 50) all.set_value();
    });
  }
  all.get_future().wait();
}

TEST_F(HttpsClientTest, MayEndWithCallsUnderWay) {
  std::promise<void> end;
  auto ended = end.get_future().share();
  LocalServer server([&](const shop::HttpCall&) {
    ended.wait();
    return std::string();
  });
  open();
  std::atomic<bool> called = false;
  client->send(local(server.url()), [&](const Result<shop::HttpReply>&) { called = true; });
  while (server.connections() == 0) std::this_thread::yield();
  executor.run_and_wait([&] { client.reset(); });
  executor.run_and_wait([] {});
  end.set_value();
  EXPECT_FALSE(called);
}

TEST_F(HttpsClientTest, CarriesStripe) {
  shop::FakeStripe stripe;
  const TestCertificate certificate = make_certificate("localhost");
  LocalServer server(
      [&](const shop::HttpCall& call) {
        const shop::HttpReply reply = stripe.answer(call);
        return http_answer(reply.status, reply.body, "Content-Type: application/json\r\n");
      },
      certificate);
  open_trusting(certificate);
  const std::string base = server.url("localhost");
  shop::StripeSettings settings{.access = {.base_url = base.substr(0, base.rfind('/')), .secret_key = "sk_test_123", .allow_private = true},
                                .webhook_secrets = {"whsec_1"}};
  shop::StripeProvider provider(settings, *client, executor);
  std::promise<Result<shop::ProviderIntent>> created;
  const shop::Money amount{1999, *shop::Currency::find("USD")};
  provider.create_intent({shop::Id{1, 2}, 1, amount, "pm_card_visa", "key"},
                         [&](Result<shop::ProviderIntent> intent) { created.set_value(std::move(intent)); });
  const auto intent = created.get_future().get();
  ASSERT_TRUE(intent) << intent.error().message;
  EXPECT_EQ(intent->status, shop::ProviderIntent::Status::succeeded);
  std::promise<Result<shop::ProviderRefund>> refunded;
  provider.refund({shop::Id{1, 2}, shop::Id{3, 4}, intent->id, amount, "refund-key"},
                  [&](Result<shop::ProviderRefund> refund) { refunded.set_value(std::move(refund)); });
  EXPECT_TRUE(refunded.get_future().get());
}

}  // namespace
}  // namespace aisle::server::shop_api
