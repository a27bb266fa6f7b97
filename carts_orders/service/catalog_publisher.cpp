#include "carts_orders/service/catalog_publisher.hpp"

#include <algorithm>

namespace aisle::shop {

LiveProduct::Counters CatalogPublisher::update(const Stock& stock) {
  std::vector<AtLocation>& locations = stock_[stock.key.sku];
  auto here = std::ranges::find(locations, stock.key.location, &AtLocation::location);
  if (here == locations.end()) here = locations.insert(locations.end(), {.location = stock.key.location});
  here->available = stock.available();
  here->reserved = stock.reserved;
  LiveProduct::Counters sum;
  for (const AtLocation& location : locations) {
    sum.available += location.available;
    sum.reserved += location.reserved;
  }
  return sum;
}

void CatalogPublisher::committed(const ChangeSet& changes) {
  const auto& stock = changes.of<Stock>().upserts;
  const auto& prices = changes.of<Price>().upserts;
  if (stock.empty() && prices.empty()) return;
  std::vector<LiveProduct> products;
  products.reserve(stock.size() + prices.size());
  for (const auto& changed : stock) products.push_back({.sku = changed->key.sku, .stock = update(*changed)});
  for (const auto& changed : prices) products.push_back({.sku = changed->key, .price = changed->price});
  catalog_.publish(products);
}

void CatalogPublisher::publish_all(const Tables& tables) {
  std::vector<LiveProduct> products;
  tables.of<Stock>().for_each_committed([&](const auto& stock) {
    products.push_back({.sku = stock->key.sku, .stock = update(*stock)});
  });
  tables.of<Price>().for_each_committed([&](const auto& price) {
    products.push_back({.sku = price->key, .price = price->price});
  });
  // Several locations of a SKU are in no order: the sum is whole once the last of them was seen.
  for (LiveProduct& product : products) {
    if (!product.stock) continue;
    product.stock = LiveProduct::Counters{};
    for (const AtLocation& location : stock_[product.sku]) {
      product.stock->available += location.available;
      product.stock->reserved += location.reserved;
    }
  }
  catalog_.publish(products);
}

}  // namespace aisle::shop
