#include "carts_orders/inventory/stock_moves.hpp"

#include <gtest/gtest.h>

#include "tests/carts_orders/support/shop_fixture.hpp"

namespace aisle::shop {
namespace {

TEST(TestShop, ShowsTheDocumentsStockOfProductsThatNobodyTouched) {
  TestShop shop;
  shop.product("shoe", 1999, 3);
  EXPECT_EQ(shop.stock("shoe").available(), 3);
  EXPECT_EQ(shop.stock("shoe").version, 0);
  shop.check_books();
}

}  // namespace
}  // namespace aisle::shop
