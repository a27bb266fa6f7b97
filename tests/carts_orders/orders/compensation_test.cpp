// The compensation table of the order's saga, row by row: what a step leaves behind when it fails, and who wins its race.
#include "carts_orders/payments/attempts.hpp"
#include "tests/carts_orders/orders/world.hpp"

namespace aisle::shop {
namespace {

using Type = ProviderEvent::Type;

ShopSettings by_hand() {
  ShopSettings settings;
  settings.shipping = Shipping::manual;
  return settings;
}

struct Compensation : testing::Test {
  explicit Compensation(ShopSettings settings = {}) : shop(std::move(settings)) {
    shop.product("shoe", 1999, 3);
    shop.product("sock", 500, 10);
  }
  void TearDown() override { world.check(); }

  /// An order whose intent is known.
  Id payable(std::int64_t shoes = 1) {
    const Id id = world.order_of({{"shoe", shoes}});
    world.work(job_kind::kPaymentCreate);
    return id;
  }
  Id paid(std::int64_t shoes = 1) {
    const Id id = payable(shoes);
    world.pay(id);
    EXPECT_EQ(world.state(id), OrderState::confirmed);
    return id;
  }
  Answer cancel(const Id& id) { return shop.ask(world.buyer(id), OrderCommand{CancelOrder{.order = id}}); }
  Answer refund(const Id& id, std::int64_t amount) {
    return shop.ask(world.support, OrderCommand{RefundOrder{.order = id, .amount = amount, .reason = "damaged"}});
  }
  Answer review(const Id& id, ReviewOrder::Decision decision) {
    return shop.ask(world.support, OrderCommand{ReviewOrder{.order = id, .decision = decision}});
  }
  Answer ship(const Id& id, std::vector<ShippedLine> lines = {}) {
    return shop.ask(world.packer, OrderCommand{ShipOrder{.order = id, .lines = std::move(lines), .carrier = "bike", .tracking = "1"}});
  }
  /// A job of that kind fails once.
  void fail_job(std::string_view kind, bool permanent = false) {
    shop.ask(internal(), JobCommand{FailJob{world.jobs(kind).at(0).key, "no answer", permanent}});
  }
  void exhaust(std::string_view kind, int tries) {
    for (int i = 0; i < tries; ++i) fail_job(kind);
  }
  CartState cart_state(const Id& order) { return shop.cart(world.order(order).cart)->state; }

  TestShop shop;
  World world{shop};
};
struct CompensationByHand : Compensation {
  CompensationByHand() : Compensation(by_hand()) {}
};

// Payment intents.

TEST_F(Compensation, AProviderThatCannotBeReachedIsAskedAgainWithLongerAndLongerPauses) {
  const Id id = world.order_of({{"shoe", 1}});
  EpochMillis last = 0;
  for (int i = 0; i < 4; ++i) {
    fail_job(job_kind::kPaymentCreate);
    const EpochMillis wait = world.jobs(job_kind::kPaymentCreate).at(0).run_at - shop.now();
    EXPECT_GT(wait, last);
    last = wait;
  }
  EXPECT_EQ(world.state(id), OrderState::payment_pending);
  shop.advance(kMinute);
  world.work();
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
}

TEST_F(Compensation, APaymentThatCouldNotBeAskedForEndsWithTheOrdersTime) {
  const Id id = world.order_of({{"shoe", 1}});
  exhaust(job_kind::kPaymentCreate, 5);
  EXPECT_EQ(world.jobs(job_kind::kPaymentCreate).at(0).state, Job::State::dead);
  EXPECT_EQ(world.state(id), OrderState::payment_pending);
  EXPECT_EQ(shop.stock("shoe").reserved, 1);
  world.let_payment_lapse();
  EXPECT_EQ(world.state(id), OrderState::expired);
  EXPECT_EQ(shop.stock("shoe").reserved, 0);
  EXPECT_EQ(cart_state(id), CartState::active);
}

TEST_F(Compensation, ADeadPaymentJobThatIsRequeuedStillGetsItsOrderPaid) {
  const Id id = world.order_of({{"shoe", 1}});
  exhaust(job_kind::kPaymentCreate, 5);
  const Job dead = world.jobs(job_kind::kPaymentCreate).at(0);
  EXPECT_EQ(shop.ask(service(Role::admin), JobCommand{RequeueJob{"payment", dead.key}}).status, 200);
  EXPECT_EQ(shop.ask(service(Role::admin), JobCommand{RequeueJob{"shipping", dead.key}}).status, 404);
  world.work();
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
}

TEST_F(Compensation, ADeadPaymentJobThatIsRequeuedTooLateVoidsWhatItOpens) {
  const Id id = world.order_of({{"shoe", 1}});
  exhaust(job_kind::kPaymentCreate, 5);
  world.let_payment_lapse();
  shop.ask(service(Role::admin), JobCommand{RequeueJob{"payment", world.jobs(job_kind::kPaymentCreate).at(0).key}});
  world.work();
  EXPECT_EQ(world.state(id), OrderState::expired);
  EXPECT_TRUE(world.books(world.intent_of(id)).is_void);
}

TEST_F(Compensation, AWorkerThatDiedAfterTheProvidersAnswerFindsTheSameIntentAgain) {
  const Id id = payable();
  const std::uint64_t version = world.order(id).version;
  const std::string intent = world.intent_of(id);
  shop.ask(internal(), PaymentCommand{IntentCreated{77, id, 1, intent, "secret_" + intent}});
  EXPECT_EQ(world.order(id).version, version) << "a report that comes twice changes nothing";
  EXPECT_EQ(world.order(id).payments.size(), 1u);
}

TEST_F(Compensation, ASecondIntentForOneAttemptIsVoided) {
  const Id id = payable();
  const std::string stray = world.stray_intent(id);
  shop.ask(internal(), PaymentCommand{IntentCreated{77, id, 1, stray, ""}});
  world.work();
  EXPECT_TRUE(world.books(stray).is_void);
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
}

TEST_F(Compensation, AMethodThatTheProviderRefusesFailsTheOrderAtOnce) {
  const Id id = world.order_of({{"shoe", 1}});
  const Job job = world.jobs(job_kind::kPaymentCreate).at(0);
  shop.ask(internal(), PaymentCommand{IntentRefused{job.key, id, 1, "unknown_method"}});
  EXPECT_EQ(world.state(id), OrderState::payment_failed);
  EXPECT_EQ(world.order(id).reason, "unknown_method");
  EXPECT_EQ(cart_state(id), CartState::active);
  EXPECT_EQ(shop.stock("shoe").available(), 3);
}

// Webhooks.

TEST_F(Compensation, AWebhookThatComesTwiceCountsOnce) {
  const Id id = payable();
  world.capture(world.intent_of(id));
  const ProviderEvent event = world.event(Type::payment_succeeded, world.intent_of(id));
  world.deliver(event);
  const std::uint64_t version = world.order(id).version;
  EXPECT_EQ(member(world.deliver(event), "event"), "duplicate");
  EXPECT_EQ(world.order(id).version, version);
  EXPECT_EQ(world.order(id).captured, 1999);
}

TEST_F(Compensation, ALateLowerRankedWebhookChangesNothing) {
  const Id id = paid();
  world.decline(id);
  world.deliver(world.event(Type::payment_canceled, world.intent_of(id)));
  EXPECT_EQ(world.state(id), OrderState::confirmed);
}

TEST_F(Compensation, AWebhookBeforeTheWorkersReportFindsItsOrder) {
  const Id id = world.order_of({{"shoe", 1}});
  const Job job = world.jobs(job_kind::kPaymentCreate).at(0);
  world.stray_intent(id);
  ProviderEvent event{.provider = "test", .id = "early", .type = Type::payment_succeeded, .intent = "pi_x", .order = id,
                      .amount = 1999, .currency = "USD"};
  world.deliver(event);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
  shop.ask(internal(), PaymentCommand{IntentCreated{job.key, id, 1, "pi_x", "secret"}});
  EXPECT_EQ(world.order(id).payments.size(), 1u);
  EXPECT_EQ(world.order(id).captured, 1999);
  world.books("pi_" + to_string(id) + ":stray").captured = 1999;  // the same money in the provider's books
}

TEST_F(Compensation, AWebhookOfAnUnknownIntentWaitsForItsOrder) {
  const Id id = world.order_of({{"shoe", 1}});
  const std::string intent = world.intent_of(id);
  ProviderEvent event{.provider = "test", .id = "early", .type = Type::payment_succeeded, .intent = intent, .amount = 1999,
                      .currency = "USD"};
  EXPECT_EQ(member(world.deliver(event), "event"), "parked");
  EXPECT_EQ(member(world.deliver(event), "event"), "duplicate");
  EXPECT_EQ(world.state(id), OrderState::payment_pending);
  world.work(job_kind::kPaymentCreate);
  world.capture(intent);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
  for (const auto& [key, row] : shop.contents().of<WebhookEvent>()) EXPECT_FALSE(row->parked) << key;
}

TEST_F(Compensation, AParkedWebhookIsForgottenAfterThreeDays) {
  world.deliver({.provider = "test", .id = "lost", .type = Type::payment_succeeded, .intent = "pi_nobody", .amount = 1});
  std::vector<std::string> keys;
  for (const auto& [key, row] : shop.contents().of<WebhookEvent>()) keys.push_back(key);
  EXPECT_EQ(keys.size(), 2u);
  shop.ask(internal(), JobCommand{Tidy{.answers = {}, .webhooks = keys}});
  EXPECT_EQ(shop.contents().of<WebhookEvent>().size(), 2u) << "its time is not over";
  shop.advance(72 * kHour);
  shop.ask(internal(), JobCommand{Tidy{.answers = {}, .webhooks = keys}});
  EXPECT_TRUE(shop.contents().of<WebhookEvent>().empty());
}

TEST_F(Compensation, AWebhookThatNeverCameIsFoundByAskingTheProvider) {
  const Id id = payable();
  world.capture(world.intent_of(id));
  shop.advance(kMinute);
  world.work(job_kind::kPaymentPoll);
  EXPECT_EQ(world.state(id), OrderState::payment_pending) << "two minutes are the webhook's";
  shop.advance(kMinute);
  world.work(job_kind::kPaymentPoll);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
  EXPECT_TRUE(world.jobs(job_kind::kPaymentPoll).empty());
}

TEST_F(Compensation, APollOfAnOpenIntentComesAgainEveryMinute) {
  payable();
  shop.advance(2 * kMinute);
  world.work(job_kind::kPaymentPoll);
  EXPECT_EQ(world.jobs(job_kind::kPaymentPoll).at(0).run_at, shop.now() + kMinute);
}

TEST_F(Compensation, AnotherAmountThanTheTotalWaitsForAReviewer) {
  const Id id = payable();
  world.books(world.intent_of(id)).amount.amount = 2500;
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::payment_review);
  EXPECT_EQ(world.order(id).reason, "amount-mismatch");
  EXPECT_EQ(shop.ask(world.support, OrderCommand{RefundOrder{.order = id}}).status, 409);
  EXPECT_EQ(review(id, ReviewOrder::Decision::confirm).status, 200);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
  world.work(job_kind::kPaymentRefund);
  EXPECT_EQ(world.kept(id), 1999) << "the surplus goes back";
}

TEST_F(Compensation, TooLittleMoneyCannotBeConfirmedOnlyRefunded) {
  const Id id = payable();
  world.books(world.intent_of(id)).amount.amount = 1500;
  world.pay(id);
  EXPECT_EQ(member(review(id, ReviewOrder::Decision::confirm), "code"), "payment-short");
  EXPECT_EQ(review(id, ReviewOrder::Decision::refund).status, 202);
  EXPECT_EQ(world.state(id), OrderState::refund_pending);
  EXPECT_EQ(cart_state(id), CartState::active);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::refunded);
}

TEST_F(Compensation, AnotherCurrencyWaitsForAReviewerAndGoesBackInItsOwn) {
  const Id id = payable();
  world.books(world.intent_of(id)).amount.currency = *Currency::find("EUR");
  world.pay(id);
  EXPECT_EQ(world.order(id).reason, "currency-mismatch");
  EXPECT_EQ(world.order(id).captured, 0);
  review(id, ReviewOrder::Decision::refund);
  EXPECT_EQ(PaymentRefund::decode(world.jobs(job_kind::kPaymentRefund).at(0).payload)->amount.currency.code(), "EUR");
  world.work();
  EXPECT_EQ(world.state(id), OrderState::refunded);
}

// Time.

TEST_F(Compensation, AnOrderNobodyPaysExpiresWithItsLeaseAndIsVoided) {
  const Id id = payable(3);
  shop.advance(30 * kMinute - 1);
  world.run_timers();
  EXPECT_EQ(world.state(id), OrderState::payment_pending);
  shop.advance(1);
  world.run_timers();
  EXPECT_EQ(world.state(id), OrderState::expired);
  EXPECT_EQ(shop.stock("shoe").available(), 3);
  EXPECT_EQ(cart_state(id), CartState::active);
  world.work();
  EXPECT_TRUE(world.books(world.intent_of(id)).is_void);
}

TEST_F(Compensation, TimersSurviveARestart) {
  const Id id = payable();
  shop.restart();
  world.let_payment_lapse();
  EXPECT_EQ(world.state(id), OrderState::expired);
}

TEST_F(Compensation, TheLeaseOfAnOrderIsNotProlongedByHand) {
  const Id id = payable();
  const Id reservation = world.order(id).reservation;
  EXPECT_EQ(shop.ask(clerk(), InventoryCommand{ExtendReservation{reservation, 45 * kMinute}}).status, 409);
  EXPECT_EQ(shop.reservation(reservation)->expires_at, world.order(id).payment_due);
}

TEST_F(Compensation, MoneyAfterTheLeaseIsConfirmedFromNewStock) {
  const Id id = payable();
  world.let_payment_lapse();
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
  EXPECT_EQ(shop.stock("shoe").committed, 1);
  EXPECT_EQ(cart_state(id), CartState::ordered);
}

TEST_F(Compensation, MoneyAtTheVeryEndOfTheLeaseIsLateWhoeverComesFirst) {
  const Id id = payable();
  shop.advance(30 * kMinute);
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
  const auto kinds = shop.event_kinds(id);
  EXPECT_NE(std::find(kinds.begin(), kinds.end(), "order.late_paid"), kinds.end());
  world.run_timers();
  EXPECT_EQ(world.state(id), OrderState::confirmed);
}

TEST_F(Compensation, MoneyAfterTheLeaseGoesBackWhenTheStockIsGone) {
  const Id id = payable(2);
  world.let_payment_lapse();
  paid(2);
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::refund_pending);
  EXPECT_EQ(world.order(id).reason, "sold-out");
  world.work();
  EXPECT_EQ(world.state(id), OrderState::refunded);
  EXPECT_EQ(world.kept(id), 0);
}

TEST_F(Compensation, MoneyAfterTheLeaseGoesBackWhenTheCartWasOrderedAgain) {
  const Id id = payable();
  world.let_payment_lapse();
  ASSERT_EQ(world.check_out(world.order(id).cart).status, 202);
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::refund_pending);
  EXPECT_EQ(world.order(id).reason, "ordered-again");
}

TEST_F(Compensation, MoneyAfterADeclineOfTheSameIntentIsTaken) {
  const Id id = payable();
  world.decline(id);
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
}

TEST_F(Compensation, MoneyAfterTheLeaseTakesWhatTheReturnedCartHolds) {
  ShopSettings settings;
  settings.hold_from = HoldFrom::cart;
  TestShop holding(settings);
  holding.product("shoe", 1999, 2);
  World outside(holding);
  const Id id = outside.order_of({{"shoe", 2}});
  outside.work(job_kind::kPaymentCreate);
  outside.let_payment_lapse();
  const Id cart = outside.order(id).cart;
  holding.ask(outside.buyer(id), CartCommand{PutLine{.cart = cart, .sku = "shoe", .quantity = 2}});
  EXPECT_EQ(holding.stock("shoe").reserved, 2) << "the cart holds them again";
  outside.pay(id);
  EXPECT_EQ(outside.state(id), OrderState::confirmed);
  EXPECT_EQ(holding.stock("shoe").reserved, 0);
  EXPECT_EQ(holding.cart(cart)->state, CartState::ordered);
  outside.check();
}

// Paying again.

TEST_F(Compensation, AnotherMethodReplacesTheFirstAndItsIntentIsVoided) {
  const Id id = payable();
  EXPECT_EQ(shop.ask(world.buyer(id), OrderCommand{PayAgain{id, "test_card"}}).status, 202);
  world.work();
  EXPECT_TRUE(world.books(world.intent_of(id, 1)).is_void);
  world.pay(id, 2);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
}

TEST_F(Compensation, WhenBothIntentsSucceedTheNewerOneIsPaidBack) {
  const Id id = payable();
  shop.ask(world.buyer(id), OrderCommand{PayAgain{id, "test_card"}});
  world.work(job_kind::kPaymentCreate);
  world.pay(id, 1);
  world.pay(id, 2);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
  EXPECT_EQ(world.order(id).captured, 2 * 1999);
  world.work(job_kind::kPaymentRefund);
  EXPECT_EQ(world.books(world.intent_of(id, 1)).refunded, 0);
  EXPECT_EQ(world.books(world.intent_of(id, 2)).refunded, 1999);
}

TEST_F(Compensation, OnlyAnOrderThatWaitsForMoneyCanBePaidAgain) {
  const Id id = paid();
  EXPECT_EQ(shop.ask(world.buyer(id), OrderCommand{PayAgain{id, "x"}}).status, 409);
  EXPECT_EQ(shop.ask(shopper("mallory"), OrderCommand{PayAgain{id, "x"}}).status, 404);
}

// Cancelling.

TEST_F(Compensation, CancellingAnUnpaidOrderWaitsUntilItsIntentIsVoid) {
  const Id id = payable();
  EXPECT_EQ(cancel(id).status, 202);
  EXPECT_EQ(world.state(id), OrderState::cancelling);
  EXPECT_EQ(shop.stock("shoe").available(), 3);
  EXPECT_EQ(cart_state(id), CartState::active);
  EXPECT_EQ(cancel(id).status, 202) << "again is the same";
  world.work();
  EXPECT_EQ(world.state(id), OrderState::cancelled);
  EXPECT_EQ(cancel(id).status, 200);
}

TEST_F(Compensation, CancellingBeforeTheIntentIsKnownVoidsItOnceItIs) {
  const Id id = world.order_of({{"shoe", 1}});
  cancel(id);
  EXPECT_EQ(world.state(id), OrderState::cancelling);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::cancelled);
  EXPECT_TRUE(world.books(world.intent_of(id)).is_void);
}

TEST_F(Compensation, MoneyThatComesWhileAnOrderIsCancelledGoesBack) {
  const Id id = payable();
  cancel(id);
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::cancelling);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::cancelled);
  EXPECT_EQ(world.kept(id), 0);
}

TEST_F(Compensation, MoneyThatComesAfterAnOrderWasCancelledGoesBack) {
  const Id id = payable();
  cancel(id);
  world.work();
  ASSERT_EQ(world.state(id), OrderState::cancelled);
  world.books(world.intent_of(id)).is_void = false;  // the provider captured what it had said it gave up
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::refund_pending);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::refunded);
}

TEST_F(Compensation, CancellingAPaidOrderRestocksItAndPaysItBack) {
  const Id id = paid(2);
  EXPECT_EQ(cancel(id).status, 202);
  EXPECT_EQ(shop.stock("shoe").available(), 3);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::cancelled);
  EXPECT_EQ(world.kept(id), 0);
  EXPECT_EQ(world.order(id).notified, (std::vector<std::string>{"confirmation", "refunded:" + to_string(world.order(id).refunds[0].id)}));
}

TEST_F(Compensation, AParcelThatTheCarrierTookForACancelledOrderIsCalledOff) {
  const Id id = paid();
  const std::vector<Job> bookings = world.jobs(job_kind::kShippingBook);
  cancel(id);
  world.work(job_kind::kShippingBook);
  EXPECT_EQ(world.jobs(job_kind::kShippingCancel).size(), 1u);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::cancelled);
  EXPECT_EQ(shop.stock("shoe").on_hand, 3);
}

TEST_F(Compensation, WhatIsShippedCannotBeCancelled) {
  const Id id = paid();
  world.work();
  const Answer answer = cancel(id);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(member(answer, "code"), "already-shipped");
}

TEST_F(Compensation, WhatIsOverCannotBeCancelledAndSomebodyElsesOrderIsNotThere) {
  const Id id = payable();
  world.let_payment_lapse();
  EXPECT_EQ(cancel(id).status, 409);
  EXPECT_EQ(shop.ask(shopper("mallory"), OrderCommand{CancelOrder{.order = id}}).status, 404);
  EXPECT_EQ(shop.ask(world.packer, OrderCommand{CancelOrder{.order = id}}).status, 404);
}

TEST_F(Compensation, AnOrderWhosePaymentJobDiedIsCancelledAtOnce) {
  const Id id = world.order_of({{"shoe", 1}});
  cancel(id);
  exhaust(job_kind::kPaymentCreate, 5);
  EXPECT_EQ(world.state(id), OrderState::cancelled);
}

// Refunds.

TEST_F(Compensation, RefundsNeverExceedWhatCame) {
  const Id id = paid();
  EXPECT_EQ(refund(id, 500).status, 202);
  EXPECT_EQ(refund(id, 1500).status, 409) << "a refund under way counts";
  EXPECT_EQ(member(refund(id, 1500), "code"), "refund-exceeds");
  EXPECT_EQ(refund(id, -1).status, 422);
  world.work(job_kind::kPaymentRefund);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
  EXPECT_EQ(world.order(id).refunded, 500);
  EXPECT_EQ(refund(id, 1499).status, 202);
  EXPECT_EQ(world.state(id), OrderState::refund_pending) << "all of it, and nothing was shipped";
  world.work();
  EXPECT_EQ(world.state(id), OrderState::refunded);
  EXPECT_EQ(shop.stock("shoe").available(), 3);
  EXPECT_EQ(refund(id, 0).status, 409);
}

TEST_F(Compensation, ARefundOfWhatWasDeliveredLeavesItDelivered) {
  const Id id = paid();
  world.work();
  shop.advance(kMinute);
  world.work();
  ASSERT_EQ(world.state(id), OrderState::delivered);
  EXPECT_EQ(refund(id, 0).status, 202);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::delivered);
  EXPECT_EQ(world.kept(id), 0);
}

TEST_F(Compensation, ARefundTheProviderReportsTwiceCountsOnce) {
  const Id id = paid();
  refund(id, 500);
  world.work(job_kind::kPaymentRefund);
  const Refund done = world.order(id).refunds[0];
  ProviderEvent event = world.event(Type::refund_succeeded, world.intent_of(id));
  event.refund = done.provider_refund;
  event.refund_id = done.id;
  event.amount = 500;
  world.deliver(event);
  EXPECT_EQ(world.order(id).refunded, 500);
  EXPECT_EQ(world.order(id).refunds.size(), 1u);
}

TEST_F(Compensation, ARefundThatIsOnItsWayIsAskedForUntilItArrived) {
  const Id id = paid();
  cancel(id);
  const Job job = world.jobs(job_kind::kPaymentRefund).at(0);
  const Id refund = world.order(id).refunds[0].id;
  shop.ask(internal(), PaymentCommand{RefundAccepted{job.key, id, refund, "re_1", false}});
  EXPECT_EQ(world.state(id), OrderState::cancelling);
  EXPECT_EQ(PaymentRefund::decode(world.jobs(job_kind::kPaymentRefund).at(0).payload)->provider_refund, "re_1");
  shop.advance(kMinute);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::cancelled);
}

TEST_F(Compensation, ARefundThatTheBankSentBackIsTriedAgain) {
  const Id id = paid();
  cancel(id);
  world.work();
  ASSERT_EQ(world.state(id), OrderState::cancelled);
  const Refund done = world.order(id).refunds[0];
  world.books(world.intent_of(id)).refunded -= done.amount;
  ProviderEvent event = world.event(Type::refund_failed, world.intent_of(id));
  event.refund_id = done.id;
  event.failure = "account_closed";
  world.deliver(event);
  EXPECT_EQ(world.state(id), OrderState::refund_pending);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::refunded);
  EXPECT_EQ(world.kept(id), 0);
}

TEST_F(Compensation, ARefundMadeAtTheProvidersDeskIsCounted) {
  const Id id = paid();
  world.books(world.intent_of(id)).refunded = 700;
  ProviderEvent event = world.event(Type::refund_succeeded, world.intent_of(id));
  event.refund = "re_desk";
  event.amount = 700;
  world.deliver(event);
  EXPECT_EQ(world.order(id).refunded, 700);
  EXPECT_EQ(refund(id, 1300).status, 409);
}

// Parcels.

TEST_F(CompensationByHand, PartialShipmentsAddUpToTheOrder) {
  const Id id = world.order_of({{"shoe", 2}, {"sock", 3}});
  world.work(job_kind::kPaymentCreate);
  EXPECT_EQ(ship(id).status, 409) << "not paid yet";
  world.pay(id);
  const Answer first = ship(id, {{"shoe", 1}, {"sock", 3}});
  EXPECT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(world.state(id), OrderState::shipped);
  EXPECT_EQ(shop.stock("shoe").on_hand, 2);
  EXPECT_EQ(shop.stock("shoe").committed, 1);
  EXPECT_EQ(member(ship(id, {{"shoe", 2}}), "code"), "exceeds-order");
  EXPECT_EQ(ship(id, {{"shoe", 0}}).status, 422);
  const Answer second = ship(id);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(ship(id).status, 409) << "nothing is left";
  const auto deliver = [&](const Answer& shipment) {
    return shop.ask(world.packer, OrderCommand{ReportShipment{id, id_of(shipment), "delivered", ""}});
  };
  EXPECT_EQ(deliver(first).status, 200);
  EXPECT_EQ(world.state(id), OrderState::shipped);
  EXPECT_EQ(deliver(second).status, 200);
  EXPECT_EQ(deliver(second).status, 200) << "again is the same";
  EXPECT_EQ(world.state(id), OrderState::delivered);
}

TEST_F(CompensationByHand, AShipmentWithoutACarrierIsBookedByAWorker) {
  const Id id = paid();
  const Answer asked = shop.ask(world.packer, OrderCommand{ShipOrder{.order = id}});
  EXPECT_EQ(asked.status, 201);
  EXPECT_EQ(world.state(id), OrderState::picking);
  EXPECT_EQ(shop.ask(world.packer, OrderCommand{ReportShipment{id, id_of(asked), "delivered", ""}}).status, 409);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::shipped);
}

TEST_F(CompensationByHand, NewsOfAParcelAreInTheHistory) {
  const Id id = paid();
  const Answer shipment = ship(id);
  EXPECT_EQ(shop.ask(world.packer, OrderCommand{ReportShipment{id, id_of(shipment), "customs", "Basel"}}).status, 200);
  EXPECT_EQ(member(shop.contents().events.back().data, "detail"), "Basel");
  EXPECT_EQ(shop.ask(world.packer, OrderCommand{ReportShipment{id, id, "customs", ""}}).status, 404);
  EXPECT_EQ(shop.ask(world.buyer(id), OrderCommand{ShipOrder{.order = id}}).status, 404);
}

TEST_F(CompensationByHand, ShipAndCancelRaceAndTheLoserIsTold) {
  const Id shipped_first = paid();
  ship(shipped_first);
  EXPECT_EQ(cancel(shipped_first).status, 409);
  const Id cancelled_first = paid();
  cancel(cancelled_first);
  EXPECT_EQ(member(ship(cancelled_first), "code"), "illegal-transition");
}

TEST_F(Compensation, AParcelThatTheCarrierRefusesIsGivenUpAndCanBeSentByHand) {
  const Id id = paid();
  fail_job(job_kind::kShippingBook, true);
  EXPECT_EQ(world.order(id).shipments[0].state, Shipment::State::cancelled);
  EXPECT_EQ(ship(id).status, 201);
  EXPECT_EQ(world.state(id), OrderState::shipped);
}

TEST_F(Compensation, ARequeuedBookingShipsWhatStillIsThere) {
  const Id id = paid();
  fail_job(job_kind::kShippingBook, true);
  shop.ask(service(Role::admin), JobCommand{RequeueJob{"shipping", world.jobs(job_kind::kShippingBook).at(0).key}});
  world.work();
  EXPECT_EQ(world.state(id), OrderState::shipped);
}

// Notices and jobs.

TEST_F(Compensation, ANoticeIsMarkedOnceHoweverOftenItIsReported) {
  const Id id = paid();
  const Job job = world.jobs(job_kind::kNotifyConfirmation).at(0);
  for (int i = 0; i < 2; ++i) shop.ask(internal(), JobCommand{NotificationSent{job.key, id, "confirmation"}});
  EXPECT_EQ(world.order(id).notified, std::vector<std::string>{"confirmation"});
}

TEST_F(Compensation, ANoticeThatCannotBeSentIsADeadLetterAndTheOrderGoesOn) {
  const Id id = paid();
  exhaust(job_kind::kNotifyConfirmation, 10);
  EXPECT_EQ(world.jobs(job_kind::kNotifyConfirmation).at(0).state, Job::State::dead);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::shipped);
  EXPECT_EQ(shop.event_kinds(id).back(), "order.notified");
}

TEST_F(Compensation, ReportsOfJobsThatAreGoneChangeNothing) {
  const Id id = paid();
  const std::uint64_t version = world.order(id).version;
  for (const JobCommand& command : {JobCommand{FinishJob{999}}, JobCommand{FailJob{999, "x", true}}, JobCommand{RunTimer{999}}}) {
    EXPECT_EQ(shop.ask(internal(), command).status, 200);
  }
  EXPECT_EQ(shop.ask(internal(), PaymentCommand{IntentVoided{999, id, 1}}).status, 200);
  EXPECT_EQ(shop.ask(internal(), PaymentCommand{IntentRefused{999, id, 1, "no"}}).status, 200);
  EXPECT_EQ(shop.ask(internal(), PaymentCommand{IntentRefused{999, Id{1, 2}, 1, "no"}}).status, 200);
  EXPECT_EQ(world.order(id).version, version);
}

TEST_F(Compensation, SubscribersGetAJobForEachEventOfAnOrder) {
  ShopSettings settings;
  settings.outgoing_webhooks = true;
  TestShop other(settings);
  other.product("shoe", 1999, 1);
  World outside(other);
  const Id id = outside.order_of({{"shoe", 1}});
  const std::vector<Job> jobs = outside.jobs(job_kind::kWebhookDeliver);
  ASSERT_EQ(jobs.size(), 3u);
  const auto first = WebhookDeliver::decode(jobs[0].payload);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->event, "order.created");
  EXPECT_EQ(first->id, to_string(id) + ":1");
  EXPECT_EQ(member(first->data, "to"), "created");
}

}  // namespace
}  // namespace aisle::shop
