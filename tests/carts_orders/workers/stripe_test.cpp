#include <gmock/gmock.h>

#include <optional>

#include "carts_orders/payments/stripe_money.hpp"
#include "carts_orders/payments/stripe_objects.hpp"
#include "carts_orders/payments/stripe_provider.hpp"
#include "carts_orders/payments/webhook_signature.hpp"
#include "carts_orders/testing/virtual_executor.hpp"
#include "tests/carts_orders/workers/fake_stripe.hpp"

namespace aisle::shop {
namespace {

using Status = ProviderIntent::Status;
using Type = ProviderEvent::Type;

const Currency kUsd = *Currency::find("USD");
constexpr Id kOrder{1, 2};

Money money(std::int64_t amount, const char* code) { return {amount, *Currency::find(code)}; }

TEST(StripeMoney, CountsAsStripeDoes) {
  EXPECT_EQ(stripe_amount(money(1999, "USD")), 1999);
  EXPECT_EQ(stripe_amount(money(500, "JPY")), 500);
  EXPECT_EQ(stripe_amount(money(5120, "KWD")), 5120);
  EXPECT_EQ(stripe_amount(money(5124, "KWD")), std::nullopt) << "the last of three decimals must be 0";
  EXPECT_EQ(stripe_amount(money(500, "ISK")), 50'000);
  EXPECT_EQ(stripe_amount(money(500, "UGX")), 50'000);
  EXPECT_EQ(stripe_amount(money(12'300, "MGA")), 123);
  EXPECT_EQ(stripe_amount(money(12'345, "MGA")), std::nullopt);
}

TEST(StripeMoney, ReadsBackWhatItWrote) {
  for (const char* code : {"USD", "JPY", "KWD", "ISK", "UGX", "MGA", "EUR"}) {
    EXPECT_EQ(money_from_stripe(*stripe_amount(money(4200, code)), code), money(4200, code)) << code;
  }
  EXPECT_EQ(money_from_stripe(1, "usd"), money(1, "USD"));
  EXPECT_EQ(money_from_stripe(1, "xxx"), std::nullopt);
  EXPECT_EQ(money_from_stripe(1, ""), std::nullopt);
  EXPECT_EQ(money_from_stripe(kMaxAmount + 1, "usd"), std::nullopt);
  EXPECT_EQ(money_from_stripe(150, "isk"), std::nullopt) << "half a krona";
}

TEST(FormEncoding, EscapesEverythingButUnreservedCharacters) {
  EXPECT_EQ(form_encode({{"a[b]", "x y&z=%"}, {"c", "\xc3\xa9-_.~"}}), "a%5Bb%5D=x%20y%26z%3D%25&c=%C3%A9-_.~");
  EXPECT_EQ(form_encode({}), "");
}

struct StripeProviderTest : ::testing::Test {
  IntentRequest request(const std::string& method, std::int32_t attempt = 1) {
    return {kOrder, attempt, Money{1999, kUsd}, method, to_string(kOrder) + ":pay:" + std::to_string(attempt)};
  }
  template <class T, class Call>
  Result<T> ask(Call call) {
    std::optional<Result<T>> answer;
    call([&](Result<T> result) { answer = std::move(result); });
    EXPECT_FALSE(answer) << "answered from within the call";
    executor.run_until_idle();
    return *answer;
  }
  Result<ProviderIntent> create(const IntentRequest& asked) {
    return ask<ProviderIntent>([&](auto done) { provider.create_intent(asked, done); });
  }
  Result<ProviderIntent> fetch(const std::string& id) {
    return ask<ProviderIntent>([&](auto done) { provider.fetch_intent(id, done); });
  }
  Result<ProviderIntent> give_up(const std::string& id) {
    return ask<ProviderIntent>([&](auto done) { provider.void_intent(id, done); });
  }
  Result<ProviderRefund> refund(const std::string& intent, std::int64_t amount) {
    const RefundRequest asked{kOrder, Id{9, 9}, intent, Money{amount, kUsd}, "refund-key"};
    return ask<ProviderRefund>([&](auto done) { provider.refund(asked, done); });
  }

  VirtualExecutor executor;
  FakeStripe stripe;
  FakeStripeExchange http{stripe, [this](std::function<void()> task) { executor.post(std::move(task)); }};
  StripeSettings settings{.access = {.secret_key = "sk_test_123"}, .webhook_secrets = {"whsec_1"}};
  StripeProvider provider{settings, http, executor};
};

TEST_F(StripeProviderTest, CreatesIntentsForTheBrowserToConfirm) {
  const auto intent = create(request("card"));
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->status, Status::open);
  EXPECT_EQ(intent->client_secret, intent->id + "_secret_x");
  EXPECT_EQ(intent->order, kOrder);
  EXPECT_EQ(http.last.url, "https://api.stripe.com/v1/payment_intents");
  EXPECT_EQ(http.last.body, "amount=1999&currency=usd&metadata%5Border_id%5D=" + to_string(kOrder) +
                                "&metadata%5Battempt%5D=1&payment_method_types%5B%5D=card");
  EXPECT_EQ(header(http.last.headers, "Idempotency-Key"), to_string(kOrder) + ":pay:1");
  EXPECT_FALSE(http.last.allow_private);
}

TEST_F(StripeProviderTest, ConfirmsSavedMethodsAtOnce) {
  const auto intent = create(request("pm_card_visa"));
  ASSERT_TRUE(intent);
  EXPECT_EQ(intent->status, Status::succeeded);
  EXPECT_EQ(intent->received, 1999);
  EXPECT_EQ(intent->currency, "USD");
}

TEST_F(StripeProviderTest, TellsDeclinesFromTrouble) {
  const auto declined = create(request("pm_card_visa_chargeDeclined"));
  ASSERT_FALSE(declined);
  EXPECT_EQ(declined.error().kind, kDeclined);
  EXPECT_EQ(declined.error().subject, "generic_decline");
  EXPECT_FALSE(is_transient(declined.error()));

  stripe.fail_next = 1;
  const auto trouble = create(request("card", 2));
  ASSERT_FALSE(trouble);
  EXPECT_TRUE(is_transient(trouble.error()));
  const std::size_t made = stripe.intents();
  EXPECT_TRUE(create(request("card", 2)));
  EXPECT_EQ(stripe.intents(), made) << "the key gives the intent whose answer was lost";
}

TEST_F(StripeProviderTest, TakesAWrongKeyForATroubleOfOursToMend) {
  stripe.secret_key = "rotated";
  const auto refused = create(request("card"));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(is_transient(refused.error()));
}

TEST_F(StripeProviderTest, RefusesAmountsThatCannotBeChargedWithoutAsking) {
  IntentRequest odd = request("card");
  odd.amount = money(5124, "KWD");
  const auto refused = create(odd);
  ASSERT_FALSE(refused);
  EXPECT_FALSE(is_transient(refused.error()));
  EXPECT_EQ(stripe.intents(), 0u);
}

TEST_F(StripeProviderTest, VoidsOnceOrTwiceButNotWhatSucceeded) {
  const auto open = create(request("card"));
  EXPECT_EQ(give_up(open->id)->status, Status::voided);
  EXPECT_EQ(give_up(open->id)->status, Status::voided);
  const auto paid = create(request("pm_card_visa", 2));
  const auto refused = give_up(paid->id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, kNotVoidable);
  EXPECT_EQ(give_up("pi_unknown").error().code, ErrorCode::not_found);
}

TEST_F(StripeProviderTest, RefundsAndLooksAtRefunds) {
  const auto paid = create(request("pm_card_visa"));
  const auto refunded = refund(paid->id, 500);
  ASSERT_TRUE(refunded);
  EXPECT_EQ(refunded->status, ProviderRefund::Status::succeeded);
  EXPECT_EQ(refunded->amount, 500);
  const auto again = ask<ProviderRefund>([&](auto done) { provider.fetch_refund(refunded->id, done); });
  EXPECT_EQ(again->status, ProviderRefund::Status::succeeded);
  EXPECT_FALSE(is_transient(ask<ProviderRefund>([&](auto done) { provider.fetch_refund("re_unknown", done); }).error()));
}

TEST_F(StripeProviderTest, ReadsItsWebhooks) {
  const auto intent = create(request("card"));
  stripe.confirm(intent->id);
  const std::string body = stripe.event("payment_intent.succeeded", intent->id);
  const auto event = provider.verify_and_read_webhook(body, sign_webhook("whsec_1", body, executor.now()), executor.now());
  ASSERT_TRUE(event);
  EXPECT_EQ(event->type, Type::payment_succeeded);
  EXPECT_EQ(event->provider, "stripe");
  EXPECT_EQ(event->intent, intent->id);
  EXPECT_EQ(event->order, kOrder);
  EXPECT_EQ(event->amount, 1999);
  EXPECT_EQ(event->currency, "USD");
  EXPECT_FALSE(provider.verify_and_read_webhook(body, sign_webhook("whsec_2", body, executor.now()), executor.now()));
}

ProviderEvent read(const std::string& type, const std::string& object) {
  const auto event = read_stripe_event(R"({"id":"evt_1","object":"event","type":")" + type + R"(","data":{"object":)" + object + "}}", "stripe");
  EXPECT_TRUE(event) << type << ": " << event.error().message;
  return event ? *event : ProviderEvent();
}

const std::string kIntent =
    R"({"id":"pi_1","object":"payment_intent","status":"requires_payment_method","amount":10,"amount_received":0,)"
    R"("currency":"eur","metadata":{},"last_payment_error":{"code":"card_declined","decline_code":"insufficient_funds"}})";
std::string refund_json(const std::string& status) {
  return R"({"id":"re_1","object":"refund","status":")" + status +
         R"(","amount":7,"currency":"eur","payment_intent":"pi_1","failure_reason":"unknown","metadata":{"order_id":")" +
         to_string(kOrder) + R"(","refund_id":")" + to_string(Id{3, 4}) + R"("}})";
}

TEST(StripeEvents, SayWhatBecameOfPayments) {
  const ProviderEvent failed = read("payment_intent.payment_failed", kIntent);
  EXPECT_EQ(failed.type, Type::payment_failed);
  EXPECT_EQ(failed.failure, "insufficient_funds");
  EXPECT_TRUE(failed.order.is_null()) << "no metadata";
  EXPECT_EQ(read("payment_intent.canceled", kIntent).type, Type::payment_canceled);
  EXPECT_EQ(read("payment_intent.processing", kIntent).type, Type::payment_processing);
}

TEST(StripeEvents, SayWhatBecameOfRefunds) {
  EXPECT_EQ(read("refund.created", refund_json("pending")).type, Type::other);
  const ProviderEvent done = read("refund.updated", refund_json("succeeded"));
  EXPECT_EQ(done.type, Type::refund_succeeded);
  EXPECT_EQ(done.refund, "re_1");
  EXPECT_EQ(done.refund_id, (Id{3, 4}));
  EXPECT_EQ(done.order, kOrder);
  EXPECT_EQ(done.amount, 7);
  EXPECT_EQ(done.intent, "pi_1");
  const ProviderEvent failed = read("refund.failed", refund_json("failed"));
  EXPECT_EQ(failed.type, Type::refund_failed);
  EXPECT_EQ(failed.failure, "unknown");
  EXPECT_EQ(read("charge.refund.updated", refund_json("canceled")).type, Type::refund_failed);
}

TEST(StripeEvents, OfChargesCountWhenTheyListTheirRefunds) {
  EXPECT_EQ(read("charge.refunded", R"({"id":"ch_1","object":"charge"})").type, Type::other);
  const std::string listed = R"({"id":"ch_1","object":"charge","refunds":{"data":[)" + refund_json("succeeded") + "]}}";
  EXPECT_EQ(read("charge.refunded", listed).type, Type::refund_succeeded);
}

TEST(StripeEvents, OfNoInterestAreRememberedAsSuch) {
  EXPECT_EQ(read("customer.created", R"({"id":"cus_1","object":"customer"})").type, Type::other);
}

TEST(StripeEvents, ThatCannotBeReadAreErrors) {
  for (const std::string body :
       {"", "{}", "[]", "null", R"({"id":"evt_1","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1"}}})",
        R"({"id":"","type":"x","data":{"object":{}}})", R"({"id":"a b","type":"x","data":{"object":{}}})",
        R"({"id":"evt:1","type":"x","data":{"object":{}}})", R"({"id":1,"type":"x","data":{"object":{}}})"}) {
    const auto event = read_stripe_event(body, "stripe");
    ASSERT_FALSE(event) << body;
    EXPECT_EQ(event.error().kind, "bad_event");
  }
  EXPECT_FALSE(read_stripe_event(R"({"id":")" + std::string(300, 'x') + R"(","type":"x","data":{"object":{}}})", "s"));
}

TEST(StripeErrors, AreTransientWhenAnotherTryMayHelp) {
  for (const int status : {401, 403, 408, 409, 429, 500, 502, 503}) EXPECT_TRUE(is_transient(read_stripe_error(status, ""))) << status;
  for (const int status : {400, 402, 404, 422}) EXPECT_FALSE(is_transient(read_stripe_error(status, "not JSON"))) << status;
}

}  // namespace
}  // namespace aisle::shop
