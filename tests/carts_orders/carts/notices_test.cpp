#include "carts_orders/carts/notices.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/carts_orders/support/shop_fixture.hpp"

namespace aisle::shop {
namespace {

const Currency kUsd = *Currency::find("USD");

Cart cart_of(std::int64_t quantity) {
  Cart cart;
  cart.lines.push_back({.sku = "hat", .quantity = quantity, .unit_price = {1000, kUsd}, .title = "Hat", .attributes = {}, .added_at = 0});
  return cart;
}

/// Codes of the notices about a cart of `quantity` hats, in order.
std::string codes(std::int64_t quantity, const ProductNow& hat, const NoticeRules& rules) {
  std::string text;
  for (const CartNotice& notice : notices_of(cart_of(quantity), [&](std::string_view) { return hat; }, rules)) {
    text += std::string(to_string(notice.kind)) + ' ';
  }
  return text;
}

const NoticeRules kRules{.now = kNoon, .low_stock = 5};

TEST(CartNotices, NothingIsSaidOfALineThatIsAsItWas) {
  EXPECT_EQ(codes(2, {.price = Money{1000, kUsd}, .available = 100}, kRules), "");
}

TEST(CartNotices, NothingIsSaidOfWhatIsNotKnown) { EXPECT_EQ(codes(2, {.price = {}, .available = {}}, kRules), ""); }

TEST(CartNotices, AnotherPriceIsSaidWithBoth) {
  const ProductNow hat{.price = Money{900, kUsd}, .available = 100};
  const auto notices = notices_of(cart_of(2), [&](std::string_view) { return hat; }, kRules);
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].kind, CartNoticeKind::price_changed);
  EXPECT_EQ(notices[0].old_price->amount, 1000);
  EXPECT_EQ(notices[0].new_price->amount, 900);
}

TEST(CartNotices, ASoldOutProductIsUnavailable) {
  EXPECT_EQ(codes(2, {.price = Money{1000, kUsd}, .available = 0}, kRules), "unavailable ");
}

TEST(CartNotices, AProductWithoutDocumentOrPriceIsUnavailable) {
  EXPECT_EQ(codes(2, {.exists = false, .price = {}, .available = 9}, kRules), "unavailable ");
  EXPECT_EQ(codes(2, {.price = {}, .priced = false, .available = 9}, kRules), "unavailable ");
}

TEST(CartNotices, FewAreLowStockAndTooFewAreInsufficient) {
  EXPECT_EQ(codes(5, {.price = Money{1000, kUsd}, .available = 5}, kRules), "low-stock ");
  EXPECT_EQ(codes(6, {.price = Money{1000, kUsd}, .available = 5}, kRules), "insufficient-stock ");
  EXPECT_EQ(codes(6, {.price = Money{1000, kUsd}, .available = 6}, kRules), "");
}

Reservation hold_of(std::int64_t quantity) {
  Reservation hold;
  hold.lines.push_back({.stock = {.sku = "hat"}, .quantity = quantity});
  hold.expires_at = kNoon + 1;
  return hold;
}

TEST(CartNotices, WhatTheCartHoldsItselfIsThereForIt) {
  const Reservation hold = hold_of(2);
  const NoticeRules rules{.now = kNoon, .low_stock = 1, .hold_from = HoldFrom::cart, .hold = &hold};
  EXPECT_EQ(codes(2, {.price = Money{1000, kUsd}, .available = 0}, rules), "");
}

TEST(CartNotices, ALineWhoseHoldIsOverSaysSo) {
  const Reservation hold = hold_of(2);
  NoticeRules rules{.now = kNoon + 1, .low_stock = 1, .hold_from = HoldFrom::cart, .hold = &hold};
  EXPECT_EQ(codes(2, {.price = Money{1000, kUsd}, .available = 9}, rules), "hold-expired ");
  rules.now = kNoon;
  EXPECT_EQ(codes(3, {.price = Money{1000, kUsd}, .available = 9}, rules), "hold-expired ") << "held in part only";
  rules.hold_from = HoldFrom::checkout;
  EXPECT_EQ(codes(3, {.price = Money{1000, kUsd}, .available = 9}, rules), "");
}

}  // namespace
}  // namespace aisle::shop
