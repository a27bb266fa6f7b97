#pragma once
// A shop in this process for measuring: over SQLite in a folder of its own, with stock for numbered SKUs.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "carts_orders/catalog/catalog_port.hpp"
#include "carts_orders/service/shop.hpp"

namespace aisle::bench {

struct ShopBenchOptions {
  std::filesystem::path directory;
  std::uint64_t skus = 10'000;
  std::int64_t stock_each = 1'000'000'000;
};

/// A catalog of `skus` products at one price, which shows nothing to anybody. Used when no search runs beside.
class NumberedCatalog final : public shop::CatalogPort {
 public:
  explicit NumberedCatalog(std::int64_t stock_each) : stock_each_(stock_each) {}
  shop::ProductFacts look_up(std::string_view sku) const override;
  void publish(std::span<const shop::LiveProduct> products) override;

 private:
  const std::int64_t stock_each_;
};

/// "sku-000042".
std::string sku_name(std::uint64_t number);

/// Owns everything; closes the shop, keeps the files.
class BenchShop {
 public:
  static Result<std::unique_ptr<BenchShop>> open(const ShopBenchOptions& options, shop::CatalogPort& catalog);
  shop::Shop& shop() { return *shop_; }
  double open_seconds() const { return open_seconds_; }
  void close() { shop_.reset(); }

 private:
  SystemClock wall_;
  shop::BootClock boot_;
  std::unique_ptr<shop::Shop> shop_;
  double open_seconds_ = 0.0;
};

}  // namespace aisle::bench
