#include "tests/carts_orders/orders/world.hpp"

namespace aisle::shop {
namespace {

using Type = ProviderEvent::Type;

struct PaymentTest : testing::Test {
  PaymentTest() { shop.product("shoe", 1999, 3); }
  void TearDown() override { world.check(); }
  TestShop shop;
  World world{shop};
};

TEST_F(PaymentTest, SuccessConfirmsSellsShipsAndDelivers) {
  const Id id = world.order_of({{"shoe", 2}});
  world.work();
  EXPECT_EQ(world.order(id).payments[0].state, PaymentAttempt::State::pending);
  world.pay(id);
  EXPECT_EQ(world.state(id), OrderState::confirmed);
  EXPECT_EQ(shop.stock("shoe").committed, 2);
  EXPECT_EQ(shop.cart(world.order(id).cart)->state, CartState::ordered);
  EXPECT_TRUE(world.jobs(job_kind::kPaymentDue).empty()) << "the timer goes with the payment";
  EXPECT_TRUE(world.jobs(job_kind::kPaymentPoll).empty()) << "so does the poll";
  world.work();
  EXPECT_EQ(world.state(id), OrderState::shipped);
  EXPECT_EQ(shop.stock("shoe").on_hand, 1);
  shop.advance(kMinute);
  world.work();
  EXPECT_EQ(world.state(id), OrderState::delivered);
  EXPECT_TRUE(shop.contents().of<Job>().empty());
  EXPECT_EQ(world.order(id).notified.size(), 2u);
  EXPECT_EQ(shop.event_kinds(id),
            (std::vector<std::string>{"order.created", "order.reserved", "order.payment_pending", "order.payment", "order.paid",
                                      "order.confirmed", "order.notified", "order.picking", "order.shipped", "order.notified",
                                      "order.delivered"}));
}

TEST_F(PaymentTest, FailureGivesStockAndCartBackAndVoidsTheIntent) {
  const Id id = world.order_of({{"shoe", 2}});
  world.work();
  world.decline(id);
  EXPECT_EQ(world.state(id), OrderState::payment_failed);
  EXPECT_EQ(world.order(id).reason, "card_declined");
  EXPECT_EQ(shop.stock("shoe").available(), 3);
  EXPECT_EQ(shop.cart(world.order(id).cart)->state, CartState::active);
  world.work();
  EXPECT_TRUE(world.books(world.intent_of(id)).is_void);
  EXPECT_EQ(world.order(id).payments[0].state, PaymentAttempt::State::failed);
  EXPECT_EQ(world.order(id).notified, std::vector<std::string>{"payment_failed"});
  EXPECT_TRUE(shop.contents().of<Job>().empty());
}

TEST_F(PaymentTest, TheReturnedCartCanBeCheckedOutAgain) {
  const Id id = world.order_of({{"shoe", 2}});
  world.work();
  world.decline(id);
  EXPECT_EQ(world.check_out(world.order(id).cart).status, 202);
}

}  // namespace
}  // namespace aisle::shop
