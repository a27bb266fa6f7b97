// What every kind of job does in the world, and what it reports.
#include <gmock/gmock.h>

#include <optional>

#include "carts_orders/notifications/templates.hpp"
#include "carts_orders/payments/test_provider.hpp"
#include "carts_orders/shipping/test_carrier.hpp"
#include "carts_orders/testing/virtual_executor.hpp"
#include "carts_orders/workers/inventory_performer.hpp"
#include "carts_orders/workers/notification_performer.hpp"
#include "carts_orders/workers/payment_performer.hpp"
#include "carts_orders/workers/shipping_performer.hpp"

namespace aisle::shop {
namespace {

const Currency kUsd = *Currency::find("USD");
constexpr Id kOrder{1, 2};

struct CollectingSink final : MessageSink {
  explicit CollectingSink(Executor& executor_in) : executor(executor_in) {}
  std::string_view name() const override { return "collecting"; }
  void send(const Message& message, std::function<void(Status)> done) override {
    messages.push_back(message);
    executor.post([done = std::move(done), status = answer] { done(status); });
  }
  Executor& executor;
  std::vector<Message> messages;
  Status answer;
};

struct CollectingHttp final : HttpExchange {
  explicit CollectingHttp(Executor& executor_in) : executor(executor_in) {}
  void send(HttpCall call, std::function<void(Result<HttpReply>)> done) override {
    calls.push_back(std::move(call));
    executor.post([done = std::move(done), code = status] { done(HttpReply{code, {}, {}}); });
  }
  Executor& executor;
  std::vector<HttpCall> calls;
  int status = 200;
};

struct PerformersTest : ::testing::Test {
  PerformersTest() {
    EXPECT_TRUE(provider.open());
    EXPECT_TRUE(carrier.open());
  }
  template <class Payload>
  Job job_of(const Payload& payload) {
    Job job = make_job(payload, kOrder);
    job.key = ++jobs;
    job.created_at = executor.now();
    return job;
  }
  Outcome perform(Performer& performer, const Job& job) {
    std::optional<Outcome> outcome;
    performer.perform(job, [&](Outcome reported) { outcome = std::move(reported); });
    for (int i = 0; i < 10'000 && !outcome; ++i) executor.run_one();
    EXPECT_TRUE(outcome) << "nothing was reported of " << job.kind;
    return outcome.value_or(Outcome());
  }
  template <class T>
  static const T* payment(const Outcome& outcome, std::size_t at = 0) {
    const auto* command = at < outcome.size() ? std::get_if<PaymentCommand>(&outcome[at]) : nullptr;
    return command == nullptr ? nullptr : std::get_if<T>(command);
  }
  template <class T>
  static const T* job_command(const Outcome& outcome, std::size_t at = 0) {
    const auto* command = at < outcome.size() ? std::get_if<JobCommand>(&outcome[at]) : nullptr;
    return command == nullptr ? nullptr : std::get_if<T>(command);
  }
  PaymentCreate creation(const std::string& method, std::int32_t attempt = 1) {
    return {.order = kOrder, .attempt = attempt, .provider = "test", .method = method, .email = "", .amount = {1999, kUsd}};
  }
  std::string create(const std::string& method, std::int32_t attempt = 1) {
    const Outcome outcome = perform(payments, job_of(creation(method, attempt)));
    const auto* created = payment<IntentCreated>(outcome);
    EXPECT_NE(created, nullptr);
    return created == nullptr ? "" : created->intent;
  }
  PaymentRefund refunding(const std::string& intent, std::uint64_t number, std::string provider_refund = {}) {
    return {.order = kOrder, .refund = Id{9, number}, .attempt = 1, .provider = "test", .intent = intent,
            .amount = {500, kUsd}, .reason = "r", .provider_refund = std::move(provider_refund)};
  }

  VirtualExecutor executor;
  MemoryJournal books{executor};
  MemoryJournal parcels{executor};
  TestProvider provider{{}, executor, books, [](const std::string&, const std::string&, const std::function<void(int)>& done) { done(200); }};
  TestCarrier carrier{{}, executor, parcels};
  PaymentPerformer payments{{{"test", &provider}}};
  ShippingPerformer shipping{{{"test", &carrier}}};
  Result<Templates> templates = Templates::load("Shop");
  CollectingSink sink{executor};
  CollectingHttp http{executor};
  OutgoingWebhooks webhooks{{{.url = "https://hook.example/"}}, http, executor};
  NotificationPerformer notifications{*templates, sink, webhooks, [](const Id&) { return nullptr; }};
  InventoryPerformer inventory{*templates, sink, webhooks, "ops@aisle.example"};
  std::int64_t jobs = 0;
};

TEST_F(PerformersTest, ReportTheIntentOrItsRefusal) {
  const Job job = job_of(creation("test_ok"));
  const Outcome outcome = perform(payments, job);
  const auto* created = payment<IntentCreated>(outcome);
  ASSERT_NE(created, nullptr);
  EXPECT_EQ(created->job, job.key);
  EXPECT_EQ(created->order, kOrder);
  EXPECT_FALSE(created->client_secret.empty());

  const Outcome refused = perform(payments, job_of(creation("cheque", 2)));
  ASSERT_NE(payment<IntentRefused>(refused), nullptr);
  EXPECT_EQ(payment<IntentRefused>(refused)->failure, "payment_method_unknown");
}

TEST_F(PerformersTest, FailForNowWhenTheProviderDoes) {
  const Outcome outcome = perform(payments, job_of(creation("test_error")));
  const auto* failure = job_command<FailJob>(outcome);
  ASSERT_NE(failure, nullptr);
  EXPECT_FALSE(failure->permanent);
}

TEST_F(PerformersTest, VoidWhatIsOpenAndTellWhatWasCaptured) {
  const std::string open = create("test_open");
  const PaymentVoid giving_up{.order = kOrder, .attempt = 1, .provider = "test", .intent = open};
  EXPECT_NE(payment<IntentVoided>(perform(payments, job_of(giving_up))), nullptr);

  const std::string paid = create("test_slow_0", 2);
  executor.run_for(100);
  const Outcome outcome = perform(payments, job_of(PaymentVoid{.order = kOrder, .attempt = 2, .provider = "test", .intent = paid}));
  const auto* polled = payment<IntentPolled>(outcome);
  ASSERT_NE(polled, nullptr);
  EXPECT_EQ(polled->event.type, ProviderEvent::Type::payment_succeeded);
  EXPECT_EQ(polled->event.amount, 1999);

  const std::string late = create("test_late_5000", 3);
  const Outcome pending = perform(payments, job_of(PaymentVoid{.order = kOrder, .attempt = 3, .provider = "test", .intent = late}));
  ASSERT_NE(payment<IntentPolled>(pending), nullptr);
  EXPECT_EQ(payment<IntentPolled>(pending)->event.type, ProviderEvent::Type::payment_processing);
}

TEST_F(PerformersTest, PollIntents) {
  const std::string open = create("test_open");
  const Outcome outcome = perform(payments, job_of(PaymentPoll{.order = kOrder, .attempt = 1, .provider = "test", .intent = open}));
  ASSERT_NE(payment<IntentPolled>(outcome), nullptr);
  EXPECT_EQ(payment<IntentPolled>(outcome)->event.type, ProviderEvent::Type::other);

  const Outcome unknown = perform(payments, job_of(PaymentPoll{.order = kOrder, .attempt = 1, .provider = "test", .intent = "pi_x"}));
  ASSERT_NE(job_command<FailJob>(unknown), nullptr);
  EXPECT_TRUE(job_command<FailJob>(unknown)->permanent);
}

TEST_F(PerformersTest, RefundAndAskHowItStandsUntilItIsSettled) {
  const std::string paid = create("test_slow_0");
  executor.run_for(100);
  const Outcome first = perform(payments, job_of(refunding(paid, 1)));
  const auto* accepted = payment<RefundAccepted>(first);
  ASSERT_NE(accepted, nullptr);
  EXPECT_FALSE(accepted->settled);
  executor.run_for(1'000);
  const Outcome second = perform(payments, job_of(refunding(paid, 1, accepted->provider_refund)));
  ASSERT_NE(payment<RefundAccepted>(second), nullptr);
  EXPECT_TRUE(payment<RefundAccepted>(second)->settled);
}

TEST_F(PerformersTest, TellThatARefundFailedBeforeTheyLetTheJobGo) {
  const std::string paid = create("test_slow_0+refund_fail");
  executor.run_for(100);
  perform(payments, job_of(refunding(paid, 1)));
  executor.run_for(1'000);
  const Outcome outcome = perform(payments, job_of(refunding(paid, 1, "")));
  ASSERT_EQ(outcome.size(), 2u);
  const auto* news = payment<ApplyProviderEvent>(outcome, 0);
  ASSERT_NE(news, nullptr);
  EXPECT_EQ(news->event.type, ProviderEvent::Type::refund_failed);
  EXPECT_EQ(news->event.refund_id, (Id{9, 1}));
  ASSERT_NE(payment<RefundAccepted>(outcome, 1), nullptr);
  EXPECT_FALSE(payment<RefundAccepted>(outcome, 1)->settled);
}

TEST_F(PerformersTest, BookCancelAndTrackParcels) {
  const ShippingBook booking{.order = kOrder, .shipment = Id{7, 7}, .carrier = "test", .address = "", .lines = {{"A", 1}}};
  const Outcome outcome = perform(shipping, job_of(booking));
  const auto* booked = job_command<ShipmentBooked>(outcome);
  ASSERT_NE(booked, nullptr);
  EXPECT_EQ(booked->carrier, "test");
  executor.run_for(60'000);
  const ShippingTrack tracking{.order = kOrder, .shipment = Id{7, 7}, .carrier = "test", .tracking = booked->tracking};
  const Outcome tracked = perform(shipping, job_of(tracking));
  ASSERT_NE(job_command<ShipmentTracked>(tracked), nullptr);
  EXPECT_TRUE(job_command<ShipmentTracked>(tracked)->delivered);
  const ShippingCancel late{.order = kOrder, .shipment = Id{7, 7}, .carrier = "test", .tracking = booked->tracking};
  const Outcome refused = perform(shipping, job_of(late));
  ASSERT_NE(job_command<FailJob>(refused), nullptr);
  EXPECT_TRUE(job_command<FailJob>(refused)->permanent) << "a parcel on its way cannot be called off";
}

TEST_F(PerformersTest, FailForNowWhenNobodyOfThatNameIsConfigured) {
  PaymentCreate elsewhere = creation("test_ok");
  elsewhere.provider = "stripe";
  const Outcome outcome = perform(payments, job_of(elsewhere));
  ASSERT_NE(job_command<FailJob>(outcome), nullptr);
  EXPECT_FALSE(job_command<FailJob>(outcome)->permanent);
}

TEST_F(PerformersTest, BuryWhatNobodyUnderstands) {
  for (Performer* performer : std::initializer_list<Performer*>{&payments, &shipping, &notifications, &inventory}) {
    Job unknown;
    unknown.key = 1;
    unknown.kind = "dance";
    const Outcome outcome = perform(*performer, unknown);
    ASSERT_NE(job_command<FailJob>(outcome), nullptr);
    EXPECT_TRUE(job_command<FailJob>(outcome)->permanent);
  }
  for (const char* kind : {"payment.create", "payment.void", "payment.refund", "payment.poll"}) {
    Job broken;
    broken.kind = kind;
    broken.payload = "{\"order\":1";
    EXPECT_TRUE(job_command<FailJob>(perform(payments, broken))->permanent) << kind;
  }
}

TEST_F(PerformersTest, TellShoppersOncePerMarkerWithTheSameMessageAtEveryTry) {
  const Notice notice{.order = kOrder, .notice = "shipped", .marker = "shipped:1", .email = "shopper@example.com",
                      .amount = {1999, kUsd}, .carrier = "test", .tracking = "TC1", .reason = ""};
  const Job job = job_of(notice);
  sink.answer = Error(ErrorCode::unavailable, "down");
  EXPECT_FALSE(job_command<FailJob>(perform(notifications, job))->permanent);
  sink.answer = {};
  executor.run_for(60'000);
  const Outcome outcome = perform(notifications, job);
  const auto* sent = job_command<NotificationSent>(outcome);
  ASSERT_NE(sent, nullptr);
  EXPECT_EQ(sent->notice, "shipped:1");
  ASSERT_EQ(sink.messages.size(), 2u);
  EXPECT_EQ(sink.messages[0].id, sink.messages[1].id);
  EXPECT_EQ(sink.messages[0].at, sink.messages[1].at);
  EXPECT_EQ(sink.messages[0].to, "shopper@example.com");
  EXPECT_NE(sink.messages[0].text.find("TC1"), std::string::npos);
}

TEST_F(PerformersTest, BuryNoticesToWhatIsNoAddress) {
  Notice notice{.order = kOrder, .notice = "shipped", .marker = "m", .email = "x@y\r\nBcc: z@y", .amount = {1, kUsd}};
  EXPECT_TRUE(job_command<FailJob>(perform(notifications, job_of(notice)))->permanent);
  EXPECT_TRUE(sink.messages.empty());
}

TEST_F(PerformersTest, DeliverEventsToSubscribers) {
  const WebhookDeliver event{.id = "o:3", .event = "order.confirmed", .data = "{\"a\":1}"};
  http.status = 500;
  EXPECT_FALSE(job_command<FailJob>(perform(notifications, job_of(event)))->permanent);
  http.status = 200;
  EXPECT_NE(job_command<FinishJob>(perform(notifications, job_of(event))), nullptr);
  EXPECT_EQ(http.calls.size(), 2u);
}

TEST_F(PerformersTest, TellWhoRestocksByMessageAndWebhook) {
  const LowStock low{.stock = {.sku = "SHOE-1", .location = "main"}, .available = 3};
  EXPECT_NE(job_command<FinishJob>(perform(inventory, job_of(low))), nullptr);
  ASSERT_EQ(sink.messages.size(), 1u);
  EXPECT_EQ(sink.messages[0].to, "ops@aisle.example");
  EXPECT_EQ(sink.messages[0].subject, "Low stock: SHOE-1");
  ASSERT_EQ(http.calls.size(), 1u);
  EXPECT_NE(http.calls[0].body.find("\"type\":\"stock.low\""), std::string::npos);
}

}  // namespace
}  // namespace aisle::shop
