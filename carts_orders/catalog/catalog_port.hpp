#pragma once
// The narrow window through which carts and orders see the catalog: look up a product, set its live stock and price.
// The server implements it over the engine's index; tests over a map.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "carts_orders/catalog/product_facts.hpp"
#include "carts_orders/records/stock.hpp"

namespace aisle::shop {

/// What searches must show for a product from now on. Members without a value stay as they are.
struct LiveProduct {
  std::string sku;
  struct Counters {
    std::int64_t available = 0;  ///< over all locations
    std::int64_t reserved = 0;
  };
  std::optional<Counters> stock;
  std::optional<Money> price;
};

/// Thread-safe.
class CatalogPort {
 public:
  virtual ~CatalogPort() = default;

  /// Facts of a product as its document says; `exists` is false when there is none. A memory look-up, no I/O.
  virtual ProductFacts look_up(std::string_view sku) const = 0;

  /// Shows committed stock and prices to searches, before the commands that caused them are answered. Called in commit
  /// order. A product that is not in the catalog is passed over.
  virtual void publish(std::span<const LiveProduct> products) = 0;
};

}  // namespace aisle::shop
