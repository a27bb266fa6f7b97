#include "bench/shop/open_shop.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "carts_orders/store/sqlite_store.hpp"

namespace aisle::bench {

std::string sku_name(std::uint64_t number) { return fmt::format("sku-{:06}", number); }

shop::ProductFacts NumberedCatalog::look_up(std::string_view sku) const {
  shop::ProductFacts facts;
  facts.sku = sku;
  facts.exists = true;
  facts.title = "Measured product";
  facts.price = shop::Money{1999, *shop::Currency::find("USD")};
  facts.opening_stock = stock_each_;
  return facts;
}

void NumberedCatalog::publish(std::span<const shop::LiveProduct> /*products*/) {}

Result<std::unique_ptr<BenchShop>> BenchShop::open(const ShopBenchOptions& options, shop::CatalogPort& catalog) {
  const Stopwatch watch;
  auto store = shop::SqliteStore::open(options.directory);
  if (!store) return std::move(store).error();
  shop::ShopOptions shop_options;
  shop_options.settings.shipping = shop::Shipping::manual;
  shop_options.writer.stop_process = [](const Error& error) {
    fmt::print(stderr, "the store failed: {}\n", error.message);
    std::_Exit(75);
  };
  auto bench = std::make_unique<BenchShop>();
  auto opened = shop::Shop::open(std::move(shop_options), *std::move(store), catalog, bench->wall_, bench->boot_);
  if (!opened) return std::move(opened).error();
  bench->shop_ = *std::move(opened);
  bench->open_seconds_ = watch.elapsed_seconds();
  return bench;
}

}  // namespace aisle::bench
