// Carts that hold stock: settings().hold_from == HoldFrom::cart.
#include "carts_orders/carts/cart_holds.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/carts_orders/support/cart_steps.hpp"
#include "tests/carts_orders/support/transaction_fixture.hpp"
#include "tests/effort.hpp"

namespace aisle::shop {
namespace {

class HoldingCarts : public testing::Test {
 protected:
  HoldingCarts() {
    shop.product("hat", 1000, 50);
    shop.product("shoe", 1999, 3);
    first = create_guest_cart(shop);
    second = create_guest_cart(shop);
  }
  void TearDown() override { shop.check_books(); }
  std::shared_ptr<const Reservation> hold(const GuestCart& cart) { return shop.reservation(shop.cart(cart.id)->hold); }
  void sweep() {
    std::vector<Id> ids;
    for (const auto& [id, reservation] : shop.contents().of<Reservation>()) ids.push_back(id);
    shop.ask(internal(), InventoryCommand{ExpireReservations{ids}});
  }

  TestShop shop{{.hold_from = HoldFrom::cart}};
  GuestCart first;
  GuestCart second;
};

TEST_F(HoldingCarts, AddingALineHoldsItsUnits) {
  const Answer answer = put_line(shop, first.who, first.id, "shoe", 2);
  EXPECT_EQ(shop.stock("shoe").reserved, 2);
  EXPECT_EQ(hold(first)->owner, "cart:" + to_string(first.id));
  EXPECT_EQ(member(answer, "hold.expires_in_s"), "1800");
  EXPECT_EQ(member(answer, "notices"), R"([{"code":"low-stock","sku":"shoe","available":3}])");
}

TEST_F(HoldingCarts, MoreThanThereIsCannotBeAdded) {
  put_line(shop, first.who, first.id, "shoe", 2);
  const Answer answer = put_line(shop, second.who, second.id, "shoe", 2);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(member(answer, "lines.0.available"), "1");
  EXPECT_TRUE(shop.cart(second.id)->lines.empty());
  const Answer more = put_line(shop, first.who, first.id, "shoe", 4);
  EXPECT_EQ(member(more, "lines.0.available"), "3") << "its own units count for it";
  EXPECT_EQ(shop.stock("shoe").reserved, 2);
}

TEST_F(HoldingCarts, RemovingAndClearingGiveUnitsBack) {
  put_line(shop, first.who, first.id, "shoe", 2);
  put_line(shop, first.who, first.id, "hat", 2);
  remove_line(shop, first.who, first.id, "hat");
  EXPECT_EQ(shop.stock("hat").reserved, 0);
  EXPECT_EQ(shop.stock("shoe").reserved, 2);
  shop.ask(first.who, CartCommand{ClearCart{first.id, {}}});
  EXPECT_EQ(shop.stock("shoe").reserved, 0);
  EXPECT_TRUE(shop.cart(first.id)->hold.is_null());
}

TEST_F(HoldingCarts, AChangeRenewsTheHold) {
  put_line(shop, first.who, first.id, "shoe", 2);
  shop.advance(20 * kMinute);
  put_line(shop, first.who, first.id, "hat", 1);
  shop.advance(20 * kMinute);
  sweep();
  EXPECT_EQ(shop.stock("shoe").reserved, 2);
}

TEST_F(HoldingCarts, AHoldEndsAfterThirtyMinutesAndTheLineStays) {
  put_line(shop, first.who, first.id, "shoe", 2);
  shop.advance(30 * kMinute);
  sweep();
  EXPECT_EQ(shop.stock("shoe").reserved, 0);
  EXPECT_EQ(quantities(shop, first.id).at("shoe"), 2);
  const Answer answer = put_line(shop, first.who, first.id, "hat", 0);
  EXPECT_EQ(member(answer, "notices.0.code"), "hold-expired");
}

TEST_F(HoldingCarts, AChangeHoldsAgainWhatCanBeHad) {
  put_line(shop, first.who, first.id, "shoe", 2);
  shop.advance(30 * kMinute);
  put_line(shop, second.who, second.id, "shoe", 3);
  const Answer answer = put_line(shop, first.who, first.id, "hat", 1);
  EXPECT_EQ(answer.status, 201) << "the lost line does not keep another from being added";
  EXPECT_EQ(member(answer, "notices.0.code"), "hold-expired");
  EXPECT_EQ(member(answer, "notices.1.code"), "unavailable");
  EXPECT_EQ(shop.stock("hat").reserved, 1);
  remove_line(shop, second.who, second.id, "shoe");
  put_line(shop, first.who, first.id, "hat", 2);
  EXPECT_EQ(shop.stock("shoe").reserved, 2);
}

TEST_F(HoldingCarts, AMergeHandsTheHoldOver) {
  const Principal ann = shopper("ann");
  put_line(shop, first.who, first.id, "shoe", 3);
  const Answer answer = merge(shop, ann, first);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(shop.stock("shoe").reserved, 3);
  EXPECT_EQ(shop.reservation(shop.cart(id_of(answer))->hold)->owner, "cart:" + member(answer, "id"));
}

TEST_F(HoldingCarts, AMergeNeverFailsForStock) {
  const Principal ann = shopper("ann");
  const Id mine = create_cart(shop, ann);
  put_line(shop, ann, mine, "shoe", 2);
  put_line(shop, first.who, first.id, "shoe", 1);
  EXPECT_EQ(merge(shop, ann, first, MergeStrategy::sum).status, 200);
  EXPECT_EQ(shop.stock("shoe").reserved, 3);
  put_line(shop, second.who, second.id, "hat", 1);
  shop.ask(clerk(), InventoryCommand{SetStock{{"hat"}, 1, shop.stock("hat").version, {}}});
  Cart more = *shop.cart(mine);
  more.lines.push_back({.sku = "hat", .quantity = 5, .unit_price = {1000, *Currency::find("USD")}, .title = {}, .attributes = {}, .added_at = 0});
  shop.amend(std::move(more));
  const Answer answer = merge(shop, ann, second, MergeStrategy::sum);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(member(answer, "notices.1.code"), "hold-expired");
}

TEST_F(HoldingCarts, AnExpiredCartGivesItsHoldBack) {
  put_line(shop, first.who, first.id, "shoe", 3);
  shop.advance(30 * kDay);
  shop.ask(internal(), CartCommand{ExpireCart{first.id}});
  EXPECT_EQ(shop.stock("shoe").reserved, 0);
}

TEST_F(HoldingCarts, CheckoutHandsTheHoldToTheOrder) {
  put_line(shop, first.who, first.id, "shoe", 3);
  const Id held = shop.cart(first.id)->hold;
  shop.advance(20 * kMinute);
  Checkout checkout;
  checkout.cart = first.id;
  checkout.payment_method = "card";
  const Answer answer = shop.ask(first.who, OrderCommand{checkout});
  ASSERT_EQ(answer.status, 202) << answer.body;
  EXPECT_EQ(shop.order(id_of(answer))->reservation, held);
  EXPECT_EQ(shop.reservation(held)->owner, "order:" + member(answer, "id"));
  EXPECT_TRUE(shop.cart(first.id)->hold.is_null());
  shop.advance(20 * kMinute);
  EXPECT_EQ(put_line(shop, second.who, second.id, "shoe", 1).status, 409) << "the lease began anew with the order";
}

TEST_F(HoldingCarts, CheckoutOfALostHoldSaysWhatIsLeft) {
  put_line(shop, first.who, first.id, "shoe", 2);
  shop.advance(30 * kMinute);
  put_line(shop, second.who, second.id, "shoe", 2);
  Checkout checkout;
  checkout.cart = first.id;
  checkout.payment_method = "card";
  const Answer answer = shop.ask(first.who, OrderCommand{checkout});
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(member(answer, "code"), "insufficient-stock");
  EXPECT_EQ(member(answer, "lines.0.available"), "1");
  EXPECT_EQ(shop.cart(first.id)->state, CartState::active);
}

// Checkout

class TakenHolds : public testing::TestWithParam<HoldFrom> {
 protected:
  TakenHolds() : bench({.hold_from = GetParam()}) {
    bench.product("shoe", 1999, 3);
    cart.key = {1, 1};
    cart.lines.push_back({.sku = "shoe", .quantity = 2, .unit_price = {1999, bench.settings().currency}, .title = {}, .attributes = {}, .added_at = 0});
    (void)fit_hold(bench.tx(), cart, "shoe");
  }
  MoveBench bench;
  Cart cart;
};

TEST_P(TakenHolds, BelongToTheOrderWithAFreshLease) {
  bench.advance(20 * kMinute);
  const auto taken = take_cart_hold(bench.tx(), cart, "order:1");
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->owner, "order:1");
  EXPECT_EQ(taken->expires_at, bench.tx().now() + 30 * kMinute);
  EXPECT_EQ(bench.stock("shoe").reserved, 2);
}

TEST_P(TakenHolds, AreReservedAfreshWhenTheCartsHoldIsOver) {
  bench.advance(30 * kMinute);
  const auto taken = take_cart_hold(bench.tx(), cart, "order:1");
  ASSERT_TRUE(taken);
  EXPECT_NE(taken->key, cart.hold);
  EXPECT_EQ(reservable(bench.tx(), {.sku = "shoe"}, 3), 1);
}

TEST_P(TakenHolds, SayWhatIsShort) {
  cart.lines[0].quantity = 4;
  const auto taken = take_cart_hold(bench.tx(), cart, "order:1");
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error()[0].stock.sku, "shoe");
}

INSTANTIATE_TEST_SUITE_P(BothModes, TakenHolds, testing::Values(HoldFrom::checkout, HoldFrom::cart), [](const auto& mode) {
  return mode.param == HoldFrom::cart ? "HoldFromCart" : "HoldFromCheckout";
});

// However carts change, their holds are what their lines say, or nothing, and the books are right.
TEST(HoldingCartsAtRandom, HoldWhatTheirLinesSay) {
  for (int seed = 0; seed < test_effort(150) && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    TestShop shop({.hold_from = HoldFrom::cart}, random());
    for (const char* sku : {"a", "b", "c"}) shop.product(sku, 100, static_cast<std::int64_t>(random() % 12));
    std::vector<GuestCart> carts;
    for (int i = 0; i < 4; ++i) carts.push_back(create_guest_cart(shop));
    for (int step = 0; step < 60; ++step) {
      const GuestCart& cart = carts[random() % carts.size()];
      const std::string sku(1, "abc"[random() % 3]);
      switch (random() % 6) {
        case 0: case 1: put_line(shop, cart.who, cart.id, sku, static_cast<std::int64_t>(random() % 5)); break;
        case 2: add_line(shop, cart.who, cart.id, sku, 1); break;
        case 3: remove_line(shop, cart.who, cart.id, sku); break;
        case 4: shop.advance(static_cast<EpochMillis>(random() % (20 * kMinute))); break;
        default: shop.restart(); break;
      }
      for (const auto& [id, record] : shop.contents().of<Cart>()) {
        const auto hold = shop.reservation(record->hold);
        if (!hold) continue;
        for (const ReservedLine& line : hold->lines) ASSERT_EQ(line.quantity, quantities(shop, id)[line.stock.sku]);
      }
    }
    shop.check_books();
  }
}

}  // namespace
}  // namespace aisle::shop
