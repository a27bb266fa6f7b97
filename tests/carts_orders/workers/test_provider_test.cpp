#include "carts_orders/payments/test_provider.hpp"

#include <gmock/gmock.h>

#include <optional>

#include "carts_orders/payments/webhook_signature.hpp"
#include "carts_orders/testing/virtual_executor.hpp"

namespace aisle::shop {
namespace {

using ::testing::ElementsAre;
using Status = ProviderIntent::Status;
using Type = ProviderEvent::Type;

const Currency kUsd = *Currency::find("USD");
constexpr Id kOrder{1, 2};

/// A provider whose webhooks come here: each is answered 200 when its signature holds, 400 otherwise.
struct TestProviderTest : ::testing::Test {
  TestProviderTest() { start(); }

  /// As after the death of the provider's process.
  void start() {
    provider.reset();
    executor.drop_tasks();
    auto out = [this](const std::string& body, const std::string& signature, const std::function<void(int)>& done) {
      receive(body, signature, done);
    };
    provider = std::make_unique<TestProvider>(settings, executor, journal, out);
    ASSERT_TRUE(provider->open());
  }

  void receive(const std::string& body, const std::string& signature, const std::function<void(int)>& done) {
    const auto event = provider->verify_and_read_webhook(body, signature, executor.now());
    if (!event) {
      ++forged;
      return done(400);
    }
    if (refuse_webhooks > 0) {
      --refuse_webhooks;
      return done(503);
    }
    events.push_back(*event);
    done(200);
  }

  IntentRequest request(const std::string& method, std::int32_t attempt = 1) {
    return {kOrder, attempt, Money{1999, kUsd}, method, "key:" + std::to_string(attempt)};
  }

  template <class T>
  Callback<T> into(std::optional<Result<T>>& slot) {
    return [&slot](Result<T> result) { slot = std::move(result); };
  }

  Result<ProviderIntent> create(const IntentRequest& asked) {
    std::optional<Result<ProviderIntent>> answer;
    provider->create_intent(asked, into(answer));
    EXPECT_FALSE(answer) << "answered from within the call";
    for (int i = 0; i < 100'000 && !answer; ++i) executor.run_one();
    return *answer;
  }
  Result<ProviderIntent> fetch(const std::string& id) {
    std::optional<Result<ProviderIntent>> answer;
    provider->fetch_intent(id, into(answer));
    while (!answer) executor.run_one();
    return *answer;
  }
  Result<ProviderIntent> give_up(const std::string& id) {
    std::optional<Result<ProviderIntent>> answer;
    provider->void_intent(id, into(answer));
    while (!answer) executor.run_one();
    return *answer;
  }
  Result<ProviderRefund> refund(const std::string& intent, std::int64_t amount, std::uint64_t number = 1) {
    std::optional<Result<ProviderRefund>> answer;
    provider->refund({kOrder, Id{9, number}, intent, Money{amount, kUsd}, "refund:" + std::to_string(number)},
                     into(answer));
    while (!answer) executor.run_one();
    return *answer;
  }
  std::vector<Type> types() const {
    std::vector<Type> list;
    for (const ProviderEvent& event : events) list.push_back(event.type);
    return list;
  }

  VirtualExecutor executor;
  MemoryJournal journal{executor};
  TestProviderSettings settings;
  std::unique_ptr<TestProvider> provider;
  std::vector<ProviderEvent> events;
  int forged = 0;
  int refuse_webhooks = 0;
};

TEST_F(TestProviderTest, CapturesAndTellsBySignedWebhook) {
  const auto intent = create(request("test_ok"));
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->status, Status::open);
  EXPECT_FALSE(intent->client_secret.empty());
  executor.run_for(1000);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].type, Type::payment_succeeded);
  EXPECT_EQ(events[0].provider, "test");
  EXPECT_EQ(events[0].intent, intent->id);
  EXPECT_EQ(events[0].order, kOrder);
  EXPECT_EQ(events[0].amount, 1999);
  EXPECT_EQ(events[0].currency, "USD");
  EXPECT_EQ(provider->balances().at(kOrder).captured, 1999);
}

TEST_F(TestProviderTest, GivesTheSameIntentForTheSameKeyAndRefusesTheKeyForAnotherRequest) {
  const auto first = create(request("test_ok"));
  executor.run_for(1000);
  const auto again = create(request("test_ok"));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->id, first->id);
  executor.run_for(1000);
  EXPECT_EQ(events.size(), 1u);
  auto other = request("test_ok");
  other.amount.amount = 5;
  const auto refused = create(other);
  ASSERT_FALSE(refused);
  EXPECT_FALSE(is_transient(refused.error()));
}

TEST_F(TestProviderTest, RefusesUnknownMethodsForGood) {
  for (const char* method : {"pm_card_visa", "test_fly", ""}) {
    const auto refused = create(request(method));
    ASSERT_FALSE(refused) << method;
    EXPECT_EQ(refused.error().kind, kDeclined);
    EXPECT_FALSE(is_transient(refused.error()));
  }
}

TEST_F(TestProviderTest, DeclinesByScript) {
  const auto intent = create(request("test_insufficient_funds"));
  executor.run_for(1000);
  EXPECT_THAT(types(), ElementsAre(Type::payment_failed));
  EXPECT_EQ(events[0].failure, "insufficient_funds");
  EXPECT_EQ(fetch(intent->id)->status, Status::failed);
  EXPECT_TRUE(provider->balances().empty());
}

TEST_F(TestProviderTest, TakesItsTimeWhenTheScriptIsSlow) {
  ASSERT_TRUE(create(request("test_slow_5000")));
  executor.run_for(4'900);
  EXPECT_TRUE(events.empty());
  executor.run_for(200);
  EXPECT_EQ(events.size(), 1u);
}

TEST_F(TestProviderTest, DeliversDuplicatesWithTheSameEventId) {
  ASSERT_TRUE(create(request("test_duplicate_4")));
  executor.run_for(5'000);
  ASSERT_EQ(events.size(), 4u);
  for (const ProviderEvent& event : events) EXPECT_EQ(event.id, events[0].id);
}

TEST_F(TestProviderTest, DeliversOutOfOrder) {
  ASSERT_TRUE(create(request("test_reorder")));
  executor.run_for(5'000);
  EXPECT_THAT(types(), ElementsAre(Type::payment_succeeded, Type::payment_processing));
}

TEST_F(TestProviderTest, LosesWebhooksButTellsWhoAsks) {
  const auto intent = create(request("test_lost_webhook"));
  executor.run_for(3'600'000);
  EXPECT_TRUE(events.empty());
  const auto asked = fetch(intent->id);
  EXPECT_EQ(asked->status, Status::succeeded);
  const ProviderEvent event = event_of("test", *asked);
  EXPECT_EQ(event.type, Type::payment_succeeded);
  EXPECT_EQ(event.amount, 1999);
  EXPECT_EQ(event.order, kOrder);
}

TEST_F(TestProviderTest, SendsForgeriesThatNoReceiverAccepts) {
  ASSERT_TRUE(create(request("test_forged_webhook")));
  executor.run_for(5'000);
  EXPECT_EQ(forged, 4);
  EXPECT_THAT(types(), ElementsAre(Type::payment_succeeded));
}

TEST_F(TestProviderTest, CapturesLessWhenTheScriptSaysSo) {
  ASSERT_TRUE(create(request("test_wrong_amount_99")));
  executor.run_for(5'000);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].amount, 1900);
  EXPECT_EQ(provider->balances().at(kOrder).captured, 1900);
}

TEST_F(TestProviderTest, FailsFirstCallsYetCreatesOneIntent) {
  const auto asked = request("test_error");
  for (int call = 1; call <= 2; ++call) {
    const auto failed = create(asked);
    ASSERT_FALSE(failed);
    EXPECT_TRUE(is_transient(failed.error()));
    EXPECT_EQ(provider->ledger().intents().size(), call == 1 ? 0u : 1u) << "the second call's answer is lost, not its effect";
  }
  EXPECT_TRUE(create(asked));
  executor.run_for(5'000);
  EXPECT_EQ(events.size(), 1u);
}

TEST_F(TestProviderTest, HangsOnceThenAnswersTheSameIntent) {
  const EpochMillis start = executor.now();
  const auto hung = create(request("test_hang"));
  ASSERT_FALSE(hung);
  EXPECT_EQ(hung.error().code, ErrorCode::deadline_exceeded);
  EXPECT_GE(executor.now() - start, settings.patience);
  EXPECT_TRUE(create(request("test_hang")));
  EXPECT_EQ(provider->ledger().intents().size(), 1u);
}

TEST_F(TestProviderTest, VoidsWhatIsOpenForGood) {
  const auto intent = create(request("test_slow_1000"));
  ASSERT_TRUE(give_up(intent->id));
  ASSERT_TRUE(give_up(intent->id)) << "voiding twice is success";
  executor.run_for(60'000);
  EXPECT_THAT(types(), ElementsAre(Type::payment_canceled));
  EXPECT_TRUE(provider->balances().empty());
}

TEST_F(TestProviderTest, DoesNotVoidWhatIsCapturedOrBeingCaptured) {
  const auto done = create(request("test_ok"));
  executor.run_for(1000);
  const auto refused = give_up(done->id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, kNotVoidable);

  const auto late = create(request("test_late_5000", 2));
  EXPECT_EQ(late->status, Status::processing);
  EXPECT_EQ(give_up(late->id).error().kind, kNotVoidable);
  executor.run_for(6'000);
  EXPECT_EQ(fetch(late->id)->status, Status::succeeded);
}

TEST_F(TestProviderTest, RefundsPartsUpToWhatWasCaptured) {
  const auto intent = create(request("test_ok"));
  executor.run_for(1000);
  ASSERT_TRUE(refund(intent->id, 1000, 1));
  ASSERT_TRUE(refund(intent->id, 1000, 1)) << "the same key";
  const auto too_much = refund(intent->id, 1000, 2);
  ASSERT_FALSE(too_much);
  EXPECT_FALSE(is_transient(too_much.error()));
  ASSERT_TRUE(refund(intent->id, 999, 3));
  executor.run_for(1000);
  EXPECT_THAT(types(), ElementsAre(Type::payment_succeeded, Type::refund_succeeded, Type::refund_succeeded));
  EXPECT_EQ(events[1].refund_id, (Id{9, 1}));
  EXPECT_EQ(events[1].order, kOrder);
  EXPECT_EQ(provider->balances().at(kOrder).refunded, 1999);
}

TEST_F(TestProviderTest, FailsRefundsByScriptAndGivesTheMoneyBackToTheCharge) {
  const auto intent = create(request("test_refund_fail"));
  executor.run_for(1000);
  EXPECT_EQ(refund(intent->id, 1999, 1)->status, ProviderRefund::Status::pending);
  executor.run_for(1000);
  EXPECT_THAT(types(), ElementsAre(Type::payment_succeeded, Type::refund_failed));
  EXPECT_EQ(provider->balances().at(kOrder).refunded, 0);
  ASSERT_TRUE(refund(intent->id, 1999, 2));
  executor.run_for(1000);
  EXPECT_EQ(provider->balances().at(kOrder).refunded, 1999);
}

TEST_F(TestProviderTest, RetriesWebhooksUntilTheyAreAcknowledged) {
  refuse_webhooks = 10;
  ASSERT_TRUE(create(request("test_ok")));
  executor.run_for(10'000);
  EXPECT_TRUE(events.empty());
  executor.run_for(3'600'000);
  EXPECT_EQ(events.size(), 1u);
  EXPECT_TRUE(provider->ledger().owed_events().empty());
}

TEST_F(TestProviderTest, GoesOnFromItsJournalAfterARestart) {
  const auto open = create(request("test_slow_5000"));
  const auto paid = create(request("test_ok", 2));
  refuse_webhooks = 1;
  executor.run_for(300);
  EXPECT_TRUE(events.empty()) << "not acknowledged yet";
  start();
  executor.run_for(10'000);
  EXPECT_THAT(types(), ElementsAre(Type::payment_succeeded, Type::payment_succeeded));
  EXPECT_EQ(fetch(open->id)->status, Status::succeeded);
  EXPECT_EQ(create(request("test_ok", 2))->id, paid->id);
  EXPECT_EQ(provider->balances().at(kOrder).captured, 2 * 1999);
}

TEST_F(TestProviderTest, RebuildsTheSameBooksFromItsJournal) {
  settings.chaos = {.duplicate = 0.3, .reorder = 0.3, .lost_webhook = 0.2, .refund_fail = 0.3};
  settings.seed = 7;
  start();
  for (int attempt = 1; attempt <= 20; ++attempt) ASSERT_TRUE(create(request("test_ok", attempt)));
  executor.run_for(5'000);
  for (int attempt = 1; attempt <= 20; ++attempt) {
    const auto* intent = provider->ledger().intent_by_key("key:" + std::to_string(attempt));
    ASSERT_TRUE(refund(intent->id, 100, static_cast<std::uint64_t>(attempt)));
  }
  executor.run_for(60'000);
  TestLedger rebuilt;
  for (const std::string& line : journal.lines()) ASSERT_TRUE(rebuilt.apply(line)) << line;
  EXPECT_EQ(rebuilt.balance(kOrder).captured, provider->ledger().balance(kOrder).captured);
  EXPECT_EQ(rebuilt.balance(kOrder).refunded, provider->ledger().balance(kOrder).refunded);
  EXPECT_EQ(rebuilt.owed_events().size(), provider->ledger().owed_events().size());
}

TEST_F(TestProviderTest, SettlesEverythingFromEveryPrefixOfItsJournal) {
  for (int attempt = 1; attempt <= 5; ++attempt) ASSERT_TRUE(create(request("test_duplicate+reorder", attempt)));
  executor.run_for(60'000);
  const std::vector<std::string>& lines = journal.lines();
  ASSERT_GT(lines.size(), 15u);
  for (std::size_t kept = 0; kept <= lines.size(); ++kept) {
    VirtualExecutor clock(executor.now());
    MemoryJournal prefix(clock, {lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kept)});
    TestProvider one(settings, clock, prefix, [](const std::string&, const std::string&, const std::function<void(int)>& done) { done(200); });
    ASSERT_TRUE(one.open());
    ASSERT_TRUE(clock.run_until_idle());
    for (const auto& [id, intent] : one.ledger().intents()) EXPECT_EQ(intent.status, Status::succeeded) << kept;
    EXPECT_TRUE(one.ledger().owed_events().empty()) << kept;
  }
}

TEST_F(TestProviderTest, RepeatsItselfForTheSameSeed) {
  const auto run = [&](std::uint64_t seed) {
    VirtualExecutor clock;
    MemoryJournal books(clock);
    TestProviderSettings chaotic = settings;
    chaotic.seed = seed;
    chaotic.chaos = {.api_error = 0.2, .lost_answer = 0.1, .hang = 0.05, .longest_answer = 50, .decline = 0.2,
                     .late = 0.1, .wrong_amount = 0.05, .duplicate = 0.2, .reorder = 0.2, .lost_webhook = 0.1,
                     .forged_webhook = 0.1, .longest_outcome = 5'000, .longest_webhook_delay = 2'000};
    std::string trace;
    TestProvider one(chaotic, clock, books, [&](const std::string& body, const std::string&, const std::function<void(int)>& done) {
      trace += body + '\n';
      done(200);
    });
    EXPECT_TRUE(one.open());
    for (int attempt = 1; attempt <= 50; ++attempt) {
      one.create_intent(request("test_ok", attempt), [&](const Result<ProviderIntent>& intent) {
        trace += intent ? intent->id : intent.error().message;
      });
    }
    clock.run_for(600'000);
    for (const std::string& line : books.lines()) trace += line + '\n';
    return trace;
  };
  EXPECT_EQ(run(11), run(11));
  EXPECT_NE(run(11), run(12));
}

TEST_F(TestProviderTest, SurvivesItsOwnEndWithTasksUnderWay) {
  provider->create_intent(request("test_ok"), [](const Result<ProviderIntent>&) {});
  provider.reset();
  EXPECT_TRUE(executor.run_until_idle());
}

TEST_F(TestProviderTest, SpeaksEveryCurrencyInItsMinorUnits) {
  int attempt = 1;
  for (const char* code : {"JPY", "USD", "KWD", "ISK", "UGX", "EUR"}) {
    auto asked = request("test_ok", attempt++);
    asked.amount = {12'340, *Currency::find(code)};
    ASSERT_TRUE(create(asked)) << code;
    executor.run_for(1'000);
    EXPECT_EQ(events.back().amount, 12'340) << code;
    EXPECT_EQ(events.back().currency, code);
  }
}

}  // namespace
}  // namespace aisle::shop
