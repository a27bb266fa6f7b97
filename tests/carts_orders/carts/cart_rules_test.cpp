#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crypto/digest.hpp"
#include "tests/carts_orders/support/cart_steps.hpp"

namespace aisle::shop {
namespace {

using testing::HasSubstr;
using testing::Not;

class Carts : public testing::Test {
 protected:
  Carts() {
    shop.product("hat", 1000, 50);
    shop.product("shoe", 1999, 3);
    shop.product("scarf", 500, 9, "EUR");
    shop.unpriced_product("gift", 9);
  }

  TestShop shop;
  const Principal ann = shopper("ann");
  const Principal bob = shopper("bob");
};

// Creating

TEST_F(Carts, AGuestGetsACartAndItsTokenOnce) {
  const Answer answer = shop.ask(anonymous(), CartCommand{CreateCart{}});
  EXPECT_EQ(answer.status, 201);
  const std::string token = member(answer, "cart_token");
  EXPECT_EQ(token.size(), 43U) << "256 bits";
  const auto cart = shop.cart(id_of(answer));
  EXPECT_EQ(cart->token_hash, sha256_hex(token));
  EXPECT_EQ(header(answer, "Location"), "/_shop/v1/carts/" + to_string(cart->key));
  EXPECT_EQ(header(answer, "ETag"), "\"1\"");
  EXPECT_EQ(member(put_line(shop, guest(token), cart->key, "hat", 1), "cart_token"), "");
}

TEST_F(Carts, AShoppersCartIsFoundAgain) {
  const Answer first = shop.ask(ann, CartCommand{CreateCart{}});
  const Answer second = shop.ask(ann, CartCommand{CreateCart{}});
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(id_of(first), id_of(second));
  EXPECT_NE(create_cart(shop, bob), id_of(first));
}

TEST_F(Carts, AShopperWhoseCartBecameAnOrderGetsANewOne) {
  const Id first = create_cart(shop, ann);
  set_state(shop, first, CartState::ordered);
  const Id second = create_cart(shop, ann);
  EXPECT_NE(second, first);
  EXPECT_EQ(create_cart(shop, ann), second);
}

TEST_F(Carts, AServiceCreatesAGuestCartForSomebodyElse) {
  const Answer answer = shop.ask(service(Role::admin), CartCommand{CreateCart{}});
  EXPECT_EQ(answer.status, 201);
  EXPECT_NE(member(answer, "cart_token"), "");
}

TEST_F(Carts, SurviveARestart) {
  const GuestCart cart = create_guest_cart(shop);
  put_line(shop, cart.who, cart.id, "hat", 2);
  shop.restart();
  EXPECT_EQ(add_line(shop, cart.who, cart.id, "hat", 1).status, 200);
  EXPECT_EQ(quantities(shop, cart.id).at("hat"), 3);
}

// Lines

TEST_F(Carts, ALineShowsPriceTitleAndTotals) {
  const GuestCart cart = create_guest_cart(shop);
  put_line(shop, cart.who, cart.id, "hat", 2);
  const Answer answer = put_line(shop, cart.who, cart.id, "shoe", 3);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(member(answer, "lines.1.title"), "The shoe");
  EXPECT_EQ(member(answer, "lines.1.unit_price.amount"), "1999");
  EXPECT_EQ(member(answer, "lines.1.total.amount"), "5997");
  EXPECT_EQ(member(answer, "subtotal.amount"), "7997");
  EXPECT_EQ(member(answer, "subtotal.currency"), "USD");
  EXPECT_EQ(member(answer, "count"), "5");
  EXPECT_EQ(header(answer, "ETag"), "\"3\"");
}

TEST_F(Carts, PuttingALineIsAbsoluteAndAddingIsNot) {
  const GuestCart cart = create_guest_cart(shop);
  EXPECT_EQ(put_line(shop, cart.who, cart.id, "hat", 2).status, 201);
  EXPECT_EQ(put_line(shop, cart.who, cart.id, "hat", 2).status, 200);
  EXPECT_EQ(quantities(shop, cart.id).at("hat"), 2);
  EXPECT_EQ(add_line(shop, cart.who, cart.id, "hat", 2).status, 200);
  EXPECT_EQ(quantities(shop, cart.id).at("hat"), 4);
}

TEST_F(Carts, PuttingZeroRemovesALine) {
  const GuestCart cart = create_guest_cart(shop);
  put_line(shop, cart.who, cart.id, "hat", 2);
  EXPECT_EQ(put_line(shop, cart.who, cart.id, "hat", 0).status, 200);
  EXPECT_TRUE(shop.cart(cart.id)->lines.empty());
}

TEST_F(Carts, RemovingALineThatIsNotThereIsSuccess) {
  const GuestCart cart = create_guest_cart(shop);
  const Answer answer = remove_line(shop, cart.who, cart.id, "hat");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(header(answer, "ETag"), "\"1\"");
}

TEST_F(Carts, ClearingRemovesAllLines) {
  const GuestCart cart = create_guest_cart(shop);
  put_line(shop, cart.who, cart.id, "hat", 2);
  put_line(shop, cart.who, cart.id, "shoe", 1);
  EXPECT_EQ(shop.ask(cart.who, CartCommand{ClearCart{cart.id, {}}}).status, 204);
  EXPECT_TRUE(shop.cart(cart.id)->lines.empty());
}

TEST_F(Carts, AttributesAreKeptUntilTheyAreSetAgain) {
  const GuestCart cart = create_guest_cart(shop);
  shop.ask(cart.who, CartCommand{PutLine{cart.id, "hat", 1, R"({"color":"red"})", {}}});
  const Answer answer = put_line(shop, cart.who, cart.id, "hat", 2);
  EXPECT_EQ(member(answer, "lines.0.attributes.color"), "red");
  const Answer changed = shop.ask(cart.who, CartCommand{AddLine{cart.id, "hat", 1, R"({"color":"blue"})", {}}});
  EXPECT_EQ(member(changed, "lines.0.attributes.color"), "blue");
}

TEST_F(Carts, LongAttributesAreRefused) {
  const GuestCart cart = create_guest_cart(shop);
  const std::string attributes = R"({"note":")" + std::string(5000, 'x') + R"("})";
  EXPECT_EQ(shop.ask(cart.who, CartCommand{PutLine{cart.id, "hat", 1, attributes, {}}}).status, 422);
}

TEST_F(Carts, SettingALineTakesThePriceOfNow) {
  const GuestCart cart = create_guest_cart(shop);
  put_line(shop, cart.who, cart.id, "hat", 1);
  shop.ask(clerk(), InventoryCommand{SetPrice{"hat", {1200, *Currency::find("USD")}, {}}});
  EXPECT_EQ(member(put_line(shop, cart.who, cart.id, "shoe", 1), "lines.0.unit_price.amount"), "1000");
  EXPECT_EQ(member(add_line(shop, cart.who, cart.id, "hat", 1), "lines.0.unit_price.amount"), "1200");
}

TEST_F(Carts, ProductsThatCannotBeSoldAreRefused) {
  const GuestCart cart = create_guest_cart(shop);
  EXPECT_EQ(member(put_line(shop, cart.who, cart.id, "sandal", 1), "code"), "sku-not-found");
  EXPECT_EQ(member(put_line(shop, cart.who, cart.id, "gift", 1), "code"), "not-for-sale");
  shop.delete_product("hat");
  EXPECT_EQ(put_line(shop, cart.who, cart.id, "hat", 1).status, 404);
}

TEST_F(Carts, MoreThanIsInStockMayBeWantedButIsNoticed) {
  const GuestCart cart = create_guest_cart(shop);
  const Answer answer = put_line(shop, cart.who, cart.id, "shoe", 4);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(member(answer, "notices.0.code"), "insufficient-stock");
  EXPECT_EQ(member(answer, "notices.0.available"), "3");
}

// Limits

TEST_F(Carts, ALineHasALimit) {
  const GuestCart cart = create_guest_cart(shop);
  const Answer answer = put_line(shop, cart.who, cart.id, "hat", 1000);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(member(answer, "code"), "quantity-limit");
  EXPECT_EQ(member(answer, "limit"), "999");
  EXPECT_EQ(put_line(shop, cart.who, cart.id, "hat", -1).status, 422);
  EXPECT_EQ(put_line(shop, cart.who, cart.id, "hat", 999).status, 201);
  EXPECT_EQ(add_line(shop, cart.who, cart.id, "hat", 1).status, 422);
  EXPECT_EQ(add_line(shop, cart.who, cart.id, "shoe", 0).status, 422);
  EXPECT_EQ(quantities(shop, cart.id).at("hat"), 999);
}

TEST_F(Carts, ACartHasALimitOfLines) {
  TestShop small({.cart_line_limit = 2});
  for (const char* sku : {"a", "b", "c"}) small.product(sku, 100, 1);
  const GuestCart cart = create_guest_cart(small);
  put_line(small, cart.who, cart.id, "a", 1);
  put_line(small, cart.who, cart.id, "b", 1);
  EXPECT_EQ(member(put_line(small, cart.who, cart.id, "c", 1), "code"), "cart-line-limit");
  EXPECT_EQ(put_line(small, cart.who, cart.id, "b", 2).status, 200);
}

TEST_F(Carts, CurrenciesDoNotMix) {
  const GuestCart cart = create_guest_cart(shop);
  put_line(shop, cart.who, cart.id, "hat", 1);
  const Answer answer = put_line(shop, cart.who, cart.id, "scarf", 1);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(member(answer, "code"), "money-invalid");
}

TEST_F(Carts, ASubtotalThatNoNumberHoldsIsRefused) {
  shop.product("island", kMaxAmount / 2, 9);
  const GuestCart cart = create_guest_cart(shop);
  EXPECT_EQ(put_line(shop, cart.who, cart.id, "island", 2).status, 201);
  EXPECT_EQ(member(put_line(shop, cart.who, cart.id, "island", 3), "code"), "money-invalid");
  EXPECT_EQ(member(put_line(shop, cart.who, cart.id, "hat", 1), "code"), "money-invalid");
}

// Versions

TEST_F(Carts, AChangeForAnotherVersionIsRefused) {
  const GuestCart cart = create_guest_cart(shop);
  put_line(shop, cart.who, cart.id, "hat", 1);
  const Answer late = shop.ask(cart.who, CartCommand{PutLine{cart.id, "hat", 5, {}, 1}});
  EXPECT_EQ(late.status, 412);
  EXPECT_EQ(member(late, "code"), "version-mismatch");
  EXPECT_EQ(header(late, "ETag"), "\"2\"");
  EXPECT_EQ(shop.ask(cart.who, CartCommand{AddLine{cart.id, "hat", 5, {}, 1}}).status, 412);
  EXPECT_EQ(shop.ask(cart.who, CartCommand{RemoveLine{cart.id, "hat", 1}}).status, 412);
  EXPECT_EQ(shop.ask(cart.who, CartCommand{ClearCart{cart.id, 1}}).status, 412);
  EXPECT_EQ(shop.ask(cart.who, CartCommand{PutLine{cart.id, "hat", 5, {}, 2}}).status, 200);
}

TEST_F(Carts, AChangeThatChangesNothingKeepsTheVersion) {
  const GuestCart cart = create_guest_cart(shop);
  remove_line(shop, cart.who, cart.id, "hat");
  put_line(shop, cart.who, cart.id, "hat", 0);
  shop.ask(cart.who, CartCommand{ClearCart{cart.id, {}}});
  EXPECT_EQ(shop.cart(cart.id)->version, 1U);
}

// Whose

TEST_F(Carts, OthersCartsAreNotThere) {
  const Id cart = create_cart(shop, ann);
  const GuestCart guests = create_guest_cart(shop);
  for (const Principal& who : {bob, anonymous(), guest("wrong"), guests.who, clerk()}) {
    const Answer answer = put_line(shop, who, cart, "hat", 1);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.body, put_line(shop, who, cart, "sandal", -5).body) << "no difference to learn from";
  }
  EXPECT_EQ(put_line(shop, ann, guests.id, "hat", 1).status, 404);
  EXPECT_EQ(put_line(shop, ann, Id{1, 2}, "hat", 1).status, 404);
}

TEST_F(Carts, WhoMayOnlyReadMayNotChange) {
  const Id cart = create_cart(shop, ann);
  EXPECT_EQ(put_line(shop, service(Role::support), cart, "hat", 1).status, 403);
}

TEST_F(Carts, AdminsMayChangeThem) {
  const Id cart = create_cart(shop, ann);
  EXPECT_EQ(put_line(shop, service(Role::admin), cart, "hat", 1).status, 201);
}

// States

TEST_F(Carts, ACartInCheckoutIsFrozen) {
  const Id cart = create_cart(shop, ann);
  put_line(shop, ann, cart, "hat", 1);
  set_state(shop, cart, CartState::in_checkout);
  const Answer answer = put_line(shop, ann, cart, "hat", 2);
  EXPECT_EQ(answer.status, 423);
  EXPECT_EQ(member(answer, "code"), "cart-in-checkout");
  EXPECT_EQ(member(answer, "order"), to_string(Id{7, 7}));
  EXPECT_EQ(add_line(shop, ann, cart, "hat", 2).status, 423);
  EXPECT_EQ(remove_line(shop, ann, cart, "hat").status, 423);
  EXPECT_EQ(shop.ask(ann, CartCommand{ClearCart{cart, {}}}).status, 423);
}

TEST_F(Carts, ACartThatBecameAnOrderIsGone) {
  const Id cart = create_cart(shop, ann);
  set_state(shop, cart, CartState::ordered);
  const Answer answer = put_line(shop, ann, cart, "hat", 2);
  EXPECT_EQ(answer.status, 410);
  EXPECT_EQ(member(answer, "code"), "cart-ordered");
}

// Time

TEST_F(Carts, AGuestCartLivesThirtyDaysAfterItsLastChange) {
  const GuestCart cart = create_guest_cart(shop);
  shop.advance(29 * kDay);
  EXPECT_EQ(put_line(shop, cart.who, cart.id, "hat", 1).status, 201);
  shop.advance(30 * kDay - 1);
  EXPECT_EQ(put_line(shop, cart.who, cart.id, "hat", 2).status, 200);
  shop.advance(30 * kDay);
  const Answer answer = put_line(shop, cart.who, cart.id, "hat", 3);
  EXPECT_EQ(answer.status, 410) << "though no timer came by";
  EXPECT_EQ(member(answer, "code"), "cart-expired");
}

TEST_F(Carts, AShoppersCartNeverExpires) {
  const Id cart = create_cart(shop, ann);
  shop.advance(4000 * kDay);
  const Answer answer = put_line(shop, ann, cart, "hat", 1);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(member(answer, "expires_at"), "null");
  EXPECT_EQ(member(shop.ask(internal(), CartCommand{ExpireCart{cart}}), "expired"), "false");
}

TEST_F(Carts, TheTimerEndsOnlyGuestCartsWhoseTimeIsOver) {
  const GuestCart cart = create_guest_cart(shop);
  put_line(shop, cart.who, cart.id, "hat", 1);
  EXPECT_EQ(member(shop.ask(internal(), CartCommand{ExpireCart{cart.id}}), "expired"), "false");
  shop.advance(30 * kDay);
  EXPECT_EQ(member(shop.ask(internal(), CartCommand{ExpireCart{cart.id}}), "expired"), "true");
  EXPECT_EQ(shop.cart(cart.id)->state, CartState::expired);
  EXPECT_TRUE(shop.cart(cart.id)->lines.empty());
  EXPECT_EQ(member(put_line(shop, cart.who, cart.id, "hat", 1), "code"), "cart-expired");
}

TEST_F(Carts, ACartInCheckoutOutlivesItsTime) {
  const GuestCart cart = create_guest_cart(shop);
  set_state(shop, cart.id, CartState::in_checkout);
  shop.advance(31 * kDay);
  EXPECT_EQ(member(shop.ask(internal(), CartCommand{ExpireCart{cart.id}}), "expired"), "false");
  EXPECT_EQ(put_line(shop, cart.who, cart.id, "hat", 1).status, 423);
}

TEST_F(Carts, AnAnswerIsStoredWithItsChange) {
  const GuestCart cart = create_guest_cart(shop);
  const Command add = CartCommand{AddLine{cart.id, "hat", 1, {}, {}}};
  const IdempotencyKey key{"key", "fingerprint"};
  const Answer first = shop.ask(cart.who, add, key);
  shop.restart();
  const Answer again = shop.ask(cart.who, add, key);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(header(again, "Idempotency-Replayed"), "true");
  EXPECT_EQ(quantities(shop, cart.id).at("hat"), 1);
}

TEST_F(Carts, ShowNeitherOwnerNorToken) {
  const Id cart = create_cart(shop, ann);
  const Answer answer = put_line(shop, ann, cart, "hat", 1);
  EXPECT_THAT(answer.body, Not(HasSubstr("user:ann")));
  EXPECT_THAT(answer.body, Not(HasSubstr("token")));
}

}  // namespace
}  // namespace aisle::shop
