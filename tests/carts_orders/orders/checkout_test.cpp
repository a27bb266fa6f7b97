#include "carts_orders/orders/order_json.hpp"
#include "tests/carts_orders/orders/world.hpp"

namespace aisle::shop {
namespace {

struct CheckoutTest : testing::Test {
  CheckoutTest() { shop.product("shoe", 1999, 3); shop.product("sock", 500, 10); }
  void TearDown() override { world.check(); }
  TestShop shop;
  World world{shop};
};

TEST_F(CheckoutTest, ReservesRecordsAndAsksForPaymentInOneCommit) {
  const Id cart = world.cart_of({{"shoe", 2}, {"sock", 1}});
  const Answer answer = world.check_out(cart);
  ASSERT_EQ(answer.status, 202) << answer.body;
  const Id id = id_of(answer);
  EXPECT_EQ(member(answer, "state"), "payment_pending");
  EXPECT_EQ(member(answer, "total.amount"), "4498");
  EXPECT_EQ(member(answer, "expires_in_s"), "1800");
  EXPECT_EQ(header(answer, "Location"), "/_shop/v1/orders/" + to_string(id));
  EXPECT_EQ(shop.stock("shoe").reserved, 2);
  EXPECT_EQ(shop.cart(cart)->state, CartState::in_checkout);
  EXPECT_EQ(shop.event_kinds(id), (std::vector<std::string>{"order.created", "order.reserved", "order.payment_pending"}));
  EXPECT_EQ(world.jobs(job_kind::kPaymentCreate).size(), 1u);
  EXPECT_EQ(world.jobs(job_kind::kPaymentDue).at(0).run_at, kNoon + 30 * kMinute);
}

TEST_F(CheckoutTest, LeavesNothingBehindWhenItIsRefused) {
  const Id cart = world.cart_of({{"shoe", 3}, {"sock", 11}});
  const Answer answer = world.check_out(cart);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(member(answer, "code"), "insufficient-stock");
  EXPECT_EQ(member(answer, "lines.0.sku"), "sock");
  EXPECT_EQ(member(answer, "lines.0.available"), "10");
  EXPECT_EQ(shop.cart(cart)->state, CartState::active);
  EXPECT_EQ(shop.stock("shoe").reserved, 0);
  EXPECT_TRUE(shop.contents().of<Order>().empty());
  EXPECT_TRUE(shop.contents().of<Job>().empty());
}

TEST_F(CheckoutTest, GivesTheLastUnitToOneOfTwoCarts) {
  const Id first = world.cart_of({{"shoe", 2}});
  const Id second = world.cart_of({{"shoe", 2}});
  EXPECT_EQ(world.check_out(first).status, 202);
  EXPECT_EQ(member(world.check_out(second), "lines.0.available"), "1");
}

TEST_F(CheckoutTest, RefusesACartThatChangedMeanwhile) {
  const Id cart = world.cart_of({{"shoe", 1}});
  const Answer answer = world.check_out(cart, Checkout{.cart_version = shop.cart(cart)->version - 1});
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(member(answer, "code"), "cart-changed");
  EXPECT_EQ(world.check_out(cart, Checkout{.cart_version = shop.cart(cart)->version}).status, 202);
}

TEST_F(CheckoutTest, RefusesACartOfSomebodyElseAsIfItWereNotThere) {
  const Id cart = world.cart_of({{"shoe", 1}});
  const Answer answer = shop.ask(shopper("mallory"), OrderCommand{Checkout{.cart = cart}});
  EXPECT_EQ(answer.status, 404);
}

TEST_F(CheckoutTest, RefusesAnEmptyCartAndOneThatIsBeingPaid) {
  EXPECT_EQ(member(world.check_out(world.cart_of({})), "code"), "cart-empty");
  const Id cart = world.cart_of({{"shoe", 1}});
  ASSERT_EQ(world.check_out(cart).status, 202);
  EXPECT_EQ(world.check_out(cart).status, 423);
}

TEST_F(CheckoutTest, AsksAgainWhenAPriceChangedAndTakesTheNewTotalOnceAgreed) {
  const Id cart = world.cart_of({{"shoe", 1}});
  shop.product("shoe", 2499, 3);
  const Answer answer = world.check_out(cart);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(member(answer, "code"), "price-changed");
  EXPECT_EQ(member(answer, "total.amount"), "2499");
  EXPECT_EQ(member(answer, "lines.0.was.amount"), "1999");
  const Money total{2499, *Currency::find("USD")};
  const Answer agreed = world.check_out(cart, Checkout{.expected_total = total});
  EXPECT_EQ(agreed.status, 202) << agreed.body;
  EXPECT_EQ(shop.cart(cart)->lines[0].unit_price, total);
}

TEST_F(CheckoutTest, RefusesATotalThatTheShopperDidNotExpect) {
  const Id cart = world.cart_of({{"shoe", 1}});
  EXPECT_EQ(member(world.check_out(cart, Checkout{.expected_total = Money{1, *Currency::find("USD")}}), "code"), "price-changed");
  EXPECT_EQ(member(world.check_out(cart, Checkout{.expected_total = Money{1999, *Currency::find("EUR")}}), "code"), "price-changed");
}

TEST_F(CheckoutTest, AddsAdjustmentsUpAndRefusesNegativeTotals) {
  const Id cart = world.cart_of({{"shoe", 1}});
  const auto with = [&](std::int64_t amount) {
    return world.check_out(cart, Checkout{.adjustments = {{"tax", "Tax", 380}, {"promotion:X", "X", amount}}});
  };
  EXPECT_EQ(member(with(-2380), "code"), "money-invalid");
  EXPECT_EQ(member(with(kMaxAmount), "code"), "money-invalid");
  const Answer answer = with(-1000);
  EXPECT_EQ(member(answer, "total.amount"), "1379");
  EXPECT_EQ(member(answer, "subtotal.amount"), "1999");
}

TEST_F(CheckoutTest, RefusesMixedCurrencies) {
  const Id cart = world.cart_of({{"shoe", 1}, {"sock", 1}});
  shop.product("sock", 500, 10, "EUR");
  EXPECT_EQ(member(world.check_out(cart), "code"), "money-invalid");
}

TEST_F(CheckoutTest, ConfirmsAtOnceWhatCostsNothing) {
  const Id cart = world.cart_of({{"shoe", 1}});
  const Answer answer = world.check_out(cart, Checkout{.adjustments = {{"voucher", "Gift", -1999}}});
  ASSERT_EQ(answer.status, 202);
  EXPECT_EQ(member(answer, "state"), "confirmed");
  EXPECT_EQ(shop.cart(cart)->state, CartState::ordered);
  EXPECT_TRUE(world.jobs(job_kind::kPaymentCreate).empty());
  world.work();
  EXPECT_EQ(world.state(id_of(answer)), OrderState::shipped);
}

TEST_F(CheckoutTest, SaysWhichProductIsNotSoldAnyMore) {
  const Id cart = world.cart_of({{"shoe", 1}, {"sock", 1}});
  shop.delete_product("sock");
  const Answer answer = world.check_out(cart);
  EXPECT_EQ(answer.status, 409) << answer.body;
  EXPECT_EQ(member(answer, "lines.0.sku"), "sock");
}

TEST_F(CheckoutTest, RepeatsItsAnswerForARetryWithTheSameKey) {
  const Id cart = world.cart_of({{"shoe", 1}});
  const OrderCommand command = Checkout{.cart = cart, .payment_method = "test_ok"};
  const IdempotencyKey key{.key = "k", .fingerprint = "f"};
  const Answer first = shop.ask(world.owner_of(cart), command, key);
  const Answer again = shop.ask(world.owner_of(cart), command, key);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(header(again, "Idempotency-Replayed"), "true");
  EXPECT_EQ(shop.contents().of<Order>().size(), 1u);
}

TEST_F(CheckoutTest, ShowsTheClientSecretToTheOwnerOnly) {
  const Id id = world.order_of({{"shoe", 1}});
  world.work();
  const Order order = world.order(id);
  const auto shown_to = [&](const Principal& reader) {
    return order_answer(200, order, reader, shop.now()).body.find("secret_pi") != std::string::npos;
  };
  EXPECT_TRUE(shown_to(world.buyer(id)));
  EXPECT_FALSE(shown_to(world.support));
}

}  // namespace
}  // namespace aisle::shop
