#include "carts_orders/service/catalog_publisher.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "carts_orders/testing/memory_store.hpp"

namespace aisle::shop {
namespace {

/// A catalog that remembers what searches would show.
struct ShownCatalog final : CatalogPort {
  ProductFacts look_up(std::string_view) const override { return {}; }
  void publish(std::span<const LiveProduct> products) override {
    ++calls;
    for (const LiveProduct& product : products) {
      LiveProduct& known = shown[product.sku];
      if (product.stock) known.stock = product.stock;
      if (product.price) known.price = product.price;
    }
  }
  std::map<std::string, LiveProduct> shown;
  int calls = 0;
};

ChangeSet stock_of(std::string sku, std::string location, std::int64_t on_hand, std::int64_t reserved,
                   std::int64_t committed = 0) {
  ChangeSet changes;
  changes.of<Stock>().upserts.push_back(std::make_shared<const Stock>(
      Stock{.key = {std::move(sku), std::move(location)}, .on_hand = on_hand, .reserved = reserved, .committed = committed}));
  return changes;
}

TEST(CatalogPublisher, ShowsWhatCanStillBeSold) {
  ShownCatalog catalog;
  CatalogPublisher publisher(catalog);
  publisher.committed(stock_of("mug", "main", 10, 3, 2));
  EXPECT_EQ(catalog.shown.at("mug").stock->available, 5);
  EXPECT_EQ(catalog.shown.at("mug").stock->reserved, 3);
}

TEST(CatalogPublisher, AddsUpLocations) {
  ShownCatalog catalog;
  CatalogPublisher publisher(catalog);
  publisher.committed(stock_of("mug", "main", 10, 3));
  publisher.committed(stock_of("mug", "north", 5, 1));
  EXPECT_EQ(catalog.shown.at("mug").stock->available, 11);
  publisher.committed(stock_of("mug", "main", 10, 10));
  EXPECT_EQ(catalog.shown.at("mug").stock->available, 4);
  EXPECT_EQ(catalog.shown.at("mug").stock->reserved, 11);
}

TEST(CatalogPublisher, LeavesStockAsItIsWhenOnlyThePriceChanged) {
  ShownCatalog catalog;
  CatalogPublisher publisher(catalog);
  publisher.committed(stock_of("mug", "main", 10, 3));
  ChangeSet changes;
  changes.of<Price>().upserts.push_back(
      std::make_shared<const Price>(Price{.key = "mug", .price = {.amount = 999, .currency = *Currency::find("USD")}}));
  publisher.committed(changes);
  EXPECT_EQ(catalog.shown.at("mug").stock->available, 7);
  EXPECT_EQ(catalog.shown.at("mug").price->amount, 999);
}

TEST(CatalogPublisher, DoesNotBotherTheCatalogWithOtherChanges) {
  ShownCatalog catalog;
  CatalogPublisher publisher(catalog);
  ChangeSet changes;
  changes.of<Meta>().upserts.push_back(std::make_shared<const Meta>(Meta{.key = "time", .value = "1"}));
  publisher.committed(changes);
  EXPECT_EQ(catalog.calls, 0);
}

TEST(CatalogPublisher, ShowsEverythingThatIsRecordedAtTheStart) {
  MemoryStore store;
  for (const ChangeSet& changes : {stock_of("mug", "main", 10, 3), stock_of("mug", "north", 5, 0), stock_of("cup", "main", 1, 1)}) {
    ASSERT_TRUE(store.begin_batch() && store.apply(changes) && store.commit_durable());
  }
  const auto reader = store.snapshot_read();
  Tables tables(*reader);
  ASSERT_TRUE(tables.load(store));
  ShownCatalog catalog;
  CatalogPublisher publisher(catalog);
  publisher.publish_all(tables);
  EXPECT_EQ(catalog.shown.at("mug").stock->available, 12);
  EXPECT_EQ(catalog.shown.at("cup").stock->available, 0);
  publisher.committed(stock_of("mug", "north", 4, 0));
  EXPECT_EQ(catalog.shown.at("mug").stock->available, 11);
}

}  // namespace
}  // namespace aisle::shop
