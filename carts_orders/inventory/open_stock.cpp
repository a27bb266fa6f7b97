#include "carts_orders/inventory/open_stock.hpp"

#include <algorithm>
#include <utility>

#include "carts_orders/inventory/stock_moves.hpp"

namespace aisle::shop {

std::optional<Stock> unopened_stock(const ProductFacts& facts, const StockKey& key) {
  if (!facts.exists) return std::nullopt;
  Stock stock{.key = key};
  if (key.location == kDefaultLocation) stock.on_hand = std::clamp<std::int64_t>(facts.opening_stock, 0, kMostUnits);
  return stock;
}

std::optional<Stock> peek_stock(Transaction& tx, const StockKey& key) {
  if (const auto stock = tx.find<Stock>(key)) return *stock;
  const ProductFacts* facts = tx.product(key.sku);
  return facts == nullptr ? std::nullopt : unopened_stock(*facts, key);
}

std::shared_ptr<const Stock> open_stock(Transaction& tx, const StockKey& key) {
  if (auto stock = tx.find<Stock>(key)) return stock;
  std::optional<Stock> opened = peek_stock(tx, key);
  if (!opened) return nullptr;
  opened->version = 1;
  tx.post({.stock = key, .kind = "opening", .on_hand = opened->on_hand, .reference = "catalog", .reason = {}});
  tx.put(*std::move(opened));
  return tx.find<Stock>(key);
}

std::expected<std::shared_ptr<const Stock>, Answer> stock_or_404(Transaction& tx, const StockKey& key) {
  auto stock = open_stock(tx, key);
  if (!stock) return std::unexpected(sku_not_found(key.sku));
  return stock;
}

Answer sku_not_found(std::string_view sku) {
  return problem(404, "sku-not-found", "There is no product with SKU [" + std::string(sku) + "] in the catalog.",
                 [&](JsonWriter& json) { json.field("sku", sku); });
}

}  // namespace aisle::shop
