#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

#include "carts_orders/notifications/file_sink.hpp"
#include "carts_orders/notifications/mail_format.hpp"
#include "carts_orders/notifications/message_sinks.hpp"
#include "carts_orders/notifications/outgoing_webhooks.hpp"
#include "carts_orders/payments/provider.hpp"
#include "carts_orders/payments/webhook_signature.hpp"
#include "carts_orders/testing/virtual_executor.hpp"
#include "tests/carts_orders/workers/temporary_folder.hpp"
#include "tests/carts_orders/workers/waiting_executor.hpp"

namespace aisle::shop {
namespace {

using ::testing::ElementsAre;

Message message(const std::string& id = "order:notify:confirmation") {
  Message made;
  made.id = id;
  made.to = "shopper@example.com";
  made.subject = "Subject";
  made.text = "Text\n";
  made.at = 1'700'000'000'000;
  return made;
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  std::ranges::sort(names);
  return names;
}

TEST(FileSink, WritesEachMessageOnceUnderItsOwnName) {
  const TemporaryFolder folder;
  WaitingExecutor executor;
  FileSink sink(folder.path() / "mail", "shop@aisle.example", executor);
  for (int i = 0; i < 3; ++i) {
    std::optional<Status> sent;
    sink.send(message(), [&](Status status) { sent = std::move(status); });
    ASSERT_TRUE(executor.run_until([&] { return sent.has_value(); }));
    EXPECT_TRUE(sent->ok());
  }
  EXPECT_THAT(names_in(folder.path() / "mail"), ElementsAre("order-notify-confirmation.eml"));
  std::ifstream file(folder.path() / "mail" / "order-notify-confirmation.eml", std::ios::binary);
  const std::string written{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(written, format_mail(message(), "shop@aisle.example"));
}

TEST(FileSink, WritesManyMessagesThatComeAtOnce) {
  const TemporaryFolder folder;
  WaitingExecutor executor;
  FileSink sink(folder.path() / "mail", "shop@aisle.example", executor);
  int sent = 0;
  for (int i = 0; i < 100; ++i) sink.send(message("order:" + std::to_string(i % 50)), [&](const Status& s) { sent += s.ok(); });
  ASSERT_TRUE(executor.run_until([&] { return sent == 100; }));
  EXPECT_EQ(names_in(folder.path() / "mail").size(), 50u) << "and no unfinished ones";
}

TEST(FileSink, NamesFilesWithinTheFolderOnly) {
  EXPECT_EQ(FileSink::file_name("a:b"), "a-b.eml");
  for (const char* id : {"../../etc/passwd", "a/b", ".hidden", "a\tb", "a b"}) {
    const std::string name = FileSink::file_name(id);
    EXPECT_EQ(name.find('/'), name.npos);
    EXPECT_NE(name.front(), '.');
  }
  EXPECT_NE(FileSink::file_name("a/b"), FileSink::file_name("a.b")) << "names made equal are told apart";
  EXPECT_LE(FileSink::file_name(std::string(4000, 'x')).size(), 200u);
}

TEST(FileSink, FailsForNowWhereNothingCanBeWritten) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "not a folder";
  WaitingExecutor executor;
  FileSink sink(folder.path() / "file" / "mail", "shop@aisle.example", executor);
  std::optional<Status> sent;
  sink.send(message(), [&](Status status) { sent = std::move(status); });
  ASSERT_TRUE(executor.run_until([&] { return sent.has_value(); }));
  ASSERT_FALSE(sent->ok());
  EXPECT_TRUE(is_transient(sent->error()));
}

/// Answers as told; counts.
class ScriptedSink final : public MessageSink {
 public:
  ScriptedSink(std::string name, Executor& executor) : name_(std::move(name)), executor_(executor) {}
  std::string_view name() const override { return name_; }
  void send(const Message&, std::function<void(Status)> done) override {
    ++sent;
    executor_.post([done = std::move(done), status = answer] { done(status); });
  }
  Status answer;
  int sent = 0;

 private:
  const std::string name_;
  Executor& executor_;
};

struct MessageSinksTest : ::testing::Test {
  MessageSinksTest() {
    std::vector<std::unique_ptr<MessageSink>> list;
    list.push_back(std::make_unique<ScriptedSink>("a", executor));
    list.push_back(std::make_unique<ScriptedSink>("b", executor));
    a = static_cast<ScriptedSink*>(list[0].get());
    b = static_cast<ScriptedSink*>(list[1].get());
    sinks = std::make_unique<MessageSinks>(std::move(list), executor);
  }
  Status send() {
    std::optional<Status> sent;
    sinks->send(message(), [&](Status status) { sent = std::move(status); });
    EXPECT_FALSE(sent);
    executor.run_until_idle();
    return *sent;
  }
  VirtualExecutor executor;
  std::unique_ptr<MessageSinks> sinks;
  ScriptedSink* a = nullptr;
  ScriptedSink* b = nullptr;
};

TEST_F(MessageSinksTest, TellsAgainOnlyWhoHasNotHeard) {
  b->answer = Error(ErrorCode::unavailable, "down");
  EXPECT_FALSE(send());
  EXPECT_FALSE(send());
  b->answer = {};
  EXPECT_TRUE(send());
  EXPECT_TRUE(send());
  EXPECT_EQ(a->sent, 1);
  EXPECT_EQ(b->sent, 3);
}

TEST_F(MessageSinksTest, IsWorthAnotherTryAsLongAsOnePlaceMayTakeIt) {
  a->answer = Error(ErrorCode::invalid_argument, "no such mailbox");
  b->answer = Error(ErrorCode::unavailable, "down");
  EXPECT_TRUE(is_transient(send().error()));
  b->answer = {};
  EXPECT_FALSE(is_transient(send().error()));
}

TEST(MessageSinks, SucceedWhenThereIsNobodyToTell) {
  VirtualExecutor executor;
  MessageSinks none({}, executor);
  bool sent = false;
  none.send(message(), [&](const Status& status) { sent = status.ok(); });
  executor.run_until_idle();
  EXPECT_TRUE(sent);
}

/// A world of subscribers.
class ScriptedHttp final : public HttpExchange {
 public:
  explicit ScriptedHttp(Executor& executor) : executor_(executor) {}
  void send(HttpCall call, std::function<void(Result<HttpReply>)> done) override {
    calls.push_back(call);
    executor_.post([done = std::move(done), reply = answer(call)] { done(reply); });
  }
  std::function<Result<HttpReply>(const HttpCall&)> answer = [](const HttpCall&) { return HttpReply{200, {}, {}}; };
  std::vector<HttpCall> calls;

 private:
  Executor& executor_;
};

struct OutgoingWebhooksTest : ::testing::Test {
  Status deliver(OutgoingWebhooks& webhooks, const std::string& type = "order.confirmed") {
    std::optional<Status> sent;
    webhooks.deliver({"order:3", type, R"({"order":"1"})", 1'700'000'000'000}, [&](Status s) { sent = std::move(s); });
    executor.run_until_idle();
    return *sent;
  }
  VirtualExecutor executor;
  ScriptedHttp http{executor};
};

TEST_F(OutgoingWebhooksTest, AreSignedOverTheExactBody) {
  const std::vector<std::string> secrets = {"s1", "s2"};
  OutgoingWebhooks webhooks({{.url = "https://one.example/hook", .secrets = secrets, .events = {}}}, http, executor);
  ASSERT_TRUE(deliver(webhooks));
  ASSERT_EQ(http.calls.size(), 1u);
  const HttpCall& call = http.calls[0];
  EXPECT_EQ(call.body,
            R"({"id":"order:3","type":"order.confirmed","created":"2023-11-14T22:13:20.000Z","data":{"order":"1"}})");
  EXPECT_EQ(header(call.headers, "webhook-id"), "order:3");
  EXPECT_FALSE(call.allow_private);
  for (const std::string& secret : secrets) {
    EXPECT_TRUE(verify_webhook(std::span(&secret, 1), call.body, header(call.headers, "Webhook-Signature"), executor.now()));
  }
}

TEST_F(OutgoingWebhooksTest, GoAgainOnlyToWhoDidNotAcknowledge) {
  OutgoingWebhooks webhooks({{.url = "https://one.example/"}, {.url = "https://two.example/"}}, http, executor);
  http.answer = [](const HttpCall& call) -> Result<HttpReply> {
    if (call.url == "https://two.example/") return HttpReply{500, {}, {}};
    return HttpReply{204, {}, {}};
  };
  const Status first = deliver(webhooks);
  ASSERT_FALSE(first);
  EXPECT_TRUE(is_transient(first.error()));
  http.answer = [](const HttpCall&) { return HttpReply{200, {}, {}}; };
  EXPECT_TRUE(deliver(webhooks));
  EXPECT_EQ(http.calls.size(), 3u);
  EXPECT_EQ(http.calls[2].url, "https://two.example/");
}

TEST_F(OutgoingWebhooksTest, GoOnlyToWhoWantsTheKindOfEvent) {
  OutgoingWebhooks webhooks({{.url = "https://one.example/", .secrets = {}, .events = {"stock.", "order.shipped"}}},
                            http, executor);
  EXPECT_TRUE(deliver(webhooks, "order.confirmed"));
  EXPECT_TRUE(http.calls.empty());
  EXPECT_TRUE(deliver(webhooks, "stock.low"));
  EXPECT_EQ(http.calls.size(), 1u);
}

TEST_F(OutgoingWebhooksTest, TakeRedirectsForFailures) {
  OutgoingWebhooks webhooks({{.url = "https://one.example/"}}, http, executor);
  http.answer = [](const HttpCall&) { return HttpReply{302, {{"Location", "http://10.0.0.1/"}}, {}}; };
  EXPECT_FALSE(deliver(webhooks));
  EXPECT_EQ(http.calls.size(), 1u);
}

TEST(SentMemory, ForgetsTheOldest) {
  SentMemory memory(2);
  memory.add("a");
  memory.add("b");
  memory.add("b");
  memory.add("c");
  EXPECT_FALSE(memory.has("a"));
  EXPECT_TRUE(memory.has("b"));
  EXPECT_TRUE(memory.has("c"));
}

}  // namespace
}  // namespace aisle::shop
