#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "carts_orders/inventory/stock_json.hpp"
#include "tests/carts_orders/support/cart_steps.hpp"

namespace aisle::shop {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

class StockCommands : public testing::Test {
 protected:
  StockCommands() {
    shop.product("hat", 1000, 50);
    shop.product("shoe", 1999, 3);
  }
  void TearDown() override { shop.check_books(); }

  Answer set(const std::string& sku, std::int64_t on_hand, ExpectedVersion if_match = {}) {
    return shop.ask(clerk(), InventoryCommand{SetStock{{sku}, on_hand, if_match, "count"}});
  }
  Answer adjust(const std::string& sku, std::int64_t delta) {
    return shop.ask(clerk(), InventoryCommand{AdjustStock{{sku}, delta, "found"}});
  }
  void hold(const std::string& sku, std::int64_t quantity) {
    ASSERT_EQ(shop.ask(clerk(), InventoryCommand{Reserve{{{{sku}, quantity}}, 0, {}}}).status, 201);
  }

  TestShop shop;
};

// Counting

TEST_F(StockCommands, TheFirstCountOfAProductNeedsNoVersion) {
  const Answer answer = set("shoe", 10);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body, R"({"sku":"shoe","location":"main","on_hand":10,"reserved":0,"committed":0,"available":10,"version":2})");
  EXPECT_EQ(header(answer, "ETag"), "\"2\"");
}

TEST_F(StockCommands, LaterCountsNeedTheVersionTheyReplace) {
  set("shoe", 10);
  EXPECT_EQ(set("shoe", 11).status, 428);
  EXPECT_EQ(set("shoe", 11, 1).status, 412);
  EXPECT_EQ(set("shoe", 11, 2).status, 200);
  EXPECT_EQ(shop.stock("shoe").on_hand, 11);
}

TEST_F(StockCommands, ACountOfVersionZeroIsForAProductThatNobodyTouched) {
  EXPECT_EQ(set("shoe", 10, 0).status, 201);
  EXPECT_EQ(set("shoe", 10, 0).status, 412);
}

TEST_F(StockCommands, ACountBelowWhatIsPromisedIsRefused) {
  hold("shoe", 2);
  const Answer answer = set("shoe", 1, shop.stock("shoe").version);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(member(answer, "code"), "below-commitments");
  EXPECT_EQ(member(answer, "reserved"), "2");
  EXPECT_EQ(set("shoe", 2, shop.stock("shoe").version).status, 200);
}

TEST_F(StockCommands, AnAdjustmentIsALedgerEntry) {
  const Answer answer = adjust("shoe", -2);
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(member(answer, "entry.kind"), "adjust");
  EXPECT_EQ(member(answer, "entry.number"), "2");
  EXPECT_EQ(member(answer, "entry.on_hand"), "-2");
  EXPECT_EQ(member(answer, "entry.reason"), "found");
  EXPECT_EQ(member(answer, "entry.reference"), "key:warehouse");
  EXPECT_EQ(member(answer, "stock.available"), "1");
}

TEST_F(StockCommands, AnAdjustmentBelowWhatIsPromisedIsRefused) {
  hold("shoe", 2);
  const Answer answer = adjust("shoe", -2);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(member(answer, "code"), "insufficient-stock");
  EXPECT_EQ(member(answer, "available"), "1");
  EXPECT_EQ(adjust("shoe", -1).status, 201);
}

TEST_F(StockCommands, NumbersThatNoShelfHoldsAreRefused) {
  EXPECT_EQ(adjust("shoe", 0).status, 422);
  EXPECT_EQ(adjust("shoe", 2'000'000'000'000).status, 422);
  EXPECT_EQ(adjust("shoe", 1'000'000'000'000).status, 422);
  EXPECT_EQ(adjust("shoe", std::numeric_limits<std::int64_t>::min()).status, 422);
  EXPECT_EQ(set("shoe", -1).status, 422);
}

TEST_F(StockCommands, UnknownProductsAreNotFound) {
  EXPECT_EQ(member(set("sandal", 1), "code"), "sku-not-found");
  EXPECT_EQ(member(adjust("sandal", 1), "code"), "sku-not-found");
  EXPECT_EQ(member(shop.ask(clerk(), InventoryCommand{SetPrice{"sandal", {1, *Currency::find("USD")}, {}}}), "code"), "sku-not-found");
}

TEST_F(StockCommands, ADeletedProductKeepsItsStockRecord) {
  set("shoe", 7);
  shop.delete_product("shoe");
  EXPECT_EQ(adjust("shoe", -1).status, 201);
}

TEST_F(StockCommands, ARefusedCountLeavesNoRecord) {
  EXPECT_EQ(set("shoe", 1, 5).status, 412);
  EXPECT_TRUE(shop.contents().of<Stock>().empty());
  EXPECT_TRUE(shop.contents().ledger.empty());
}

TEST_F(StockCommands, LocationsAreCountedApart) {
  shop.ask(clerk(), InventoryCommand{SetStock{{"shoe", "attic"}, 5, {}, {}}});
  EXPECT_EQ(shop.stock("shoe", "attic").available(), 5);
  EXPECT_EQ(shop.stock("shoe").available(), 3);
}

// Bulk

TEST_F(StockCommands, EveryItemOfABulkStandsForItself) {
  hold("shoe", 2);
  BulkStock bulk;
  bulk.items.push_back({.stock = {"hat"}, .set = 7, .delta = {}, .if_version = {}, .problem = {}});
  bulk.items.push_back({.stock = {"shoe"}, .set = 1, .delta = {}, .if_version = {}, .problem = {}});
  bulk.items.push_back({.stock = {"sandal"}, .set = {}, .delta = 1, .if_version = {}, .problem = {}});
  bulk.items.push_back({.stock = {"shoe"}, .set = {}, .delta = 4, .if_version = 2, .problem = {}});
  bulk.items.push_back({.stock = {}, .set = {}, .delta = {}, .if_version = {}, .problem = "line 5 is not JSON"});
  bulk.items.push_back({.stock = {"hat"}, .set = 9, .delta = {}, .if_version = 1, .problem = {}});
  const Answer answer = shop.ask(clerk(), InventoryCommand{bulk});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(member(answer, "errors"), "true");
  EXPECT_EQ(member(answer, "items.0"), R"({"set":{"sku":"hat","location":"main","status":200,"on_hand":7,"available":7,"version":2}})");
  EXPECT_EQ(member(answer, "items.1.set.status"), "409");
  EXPECT_EQ(member(answer, "items.1.set.error.type"), "below-commitments");
  EXPECT_EQ(member(answer, "items.2.adjust.status"), "404");
  EXPECT_EQ(member(answer, "items.3.adjust.available"), "5");
  EXPECT_EQ(member(answer, "items.4.set.error.reason"), "line 5 is not JSON");
  EXPECT_EQ(member(answer, "items.5.set.status"), "412");
  EXPECT_EQ(shop.stock("hat").on_hand, 7);
  EXPECT_EQ(shop.stock("shoe").on_hand, 7);
}

TEST_F(StockCommands, ABulkWithoutErrorsSaysSo) {
  const Answer answer = shop.ask(clerk(), InventoryCommand{BulkStock{{{.stock = {"hat"}, .set = 7, .delta = {}, .if_version = {}, .problem = {}}}}});
  EXPECT_EQ(member(answer, "errors"), "false");
}

// Announcements

TEST_F(StockCommands, LowOutAndBackReachTheFeed) {
  adjust("hat", -46);
  adjust("hat", -4);
  adjust("hat", 1);
  EXPECT_THAT(shop.event_kinds(), ElementsAre("stock.low", "stock.out", "stock.back"));
  EXPECT_THAT(shop.job_kinds(), ElementsAre("inventory.low_stock"));
  EXPECT_EQ(shop.contents().events[0].data, R"({"sku":"hat","location":"main","available":4})");
}

// Prices

TEST_F(StockCommands, APriceReplacesTheCatalogs) {
  const Currency usd = *Currency::find("USD");
  const Answer first = shop.ask(clerk(), InventoryCommand{SetPrice{"shoe", {1500, usd}, {}}});
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(first.body, R"({"sku":"shoe","price":{"amount":1500,"currency":"USD"},"version":1})");
  EXPECT_EQ(shop.ask(clerk(), InventoryCommand{SetPrice{"shoe", {1600, usd}, 7}}).status, 412);
  EXPECT_EQ(shop.ask(clerk(), InventoryCommand{SetPrice{"shoe", {1600, usd}, 1}}).status, 200);
  EXPECT_THAT(shop.event_kinds(), ElementsAre("price.changed", "price.changed"));
  EXPECT_EQ(member(shop.contents().events[0].data, "old.amount"), "1999");
  EXPECT_EQ(member(shop.contents().events[1].data, "new.amount"), "1600");
  const GuestCart cart = create_guest_cart(shop);
  EXPECT_EQ(member(put_line(shop, cart.who, cart.id, "shoe", 1), "subtotal.amount"), "1600");
}

TEST_F(StockCommands, PricesBelowZeroAndWithoutCurrencyAreRefused) {
  const Currency usd = *Currency::find("USD");
  EXPECT_EQ(member(shop.ask(clerk(), InventoryCommand{SetPrice{"shoe", {-1, usd}, {}}}), "code"), "money-invalid");
  EXPECT_EQ(member(shop.ask(clerk(), InventoryCommand{SetPrice{"shoe", {kMaxAmount + 1, usd}, {}}}), "code"), "money-invalid");
  EXPECT_EQ(member(shop.ask(clerk(), InventoryCommand{SetPrice{"shoe", {1, {}}, {}}}), "code"), "money-invalid");
  EXPECT_EQ(shop.ask(clerk(), InventoryCommand{SetPrice{"shoe", {0, usd}, {}}}).status, 201) << "a gift";
}

// Shown

TEST(StockJson, ShoppersSeeAWordAndNoCounts) {
  const auto shown = [](std::int64_t on_hand) {
    std::string out;
    JsonWriter json(out);
    write_public_stock(json, {.key = {"shoe"}, .on_hand = on_hand, .version = 4}, 5);
    return out;
  };
  EXPECT_EQ(shown(0), R"({"sku":"shoe","location":"main","available":"out_of_stock","version":4})");
  EXPECT_EQ(member(shown(5), "available"), "low_stock");
  EXPECT_EQ(member(shown(6), "available"), "in_stock");
}

}  // namespace
}  // namespace aisle::shop
