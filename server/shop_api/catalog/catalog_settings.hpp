#pragma once
// Where the shop's products are, and under which names their documents carry what the shop must know.

#include <string>

#include "carts_orders/money/currency.hpp"

namespace aisle::server::shop_api {

/// Field names are dotted paths into the document. A product's SKU is its document's id.
struct CatalogFields {
  std::string title = "title";
  std::string price = "price";        ///< in whole units, as a number or a text that is one
  std::string currency = "currency";  ///< an ISO 4217 code; documents without one are sold in the shop's currency
  std::string inventory = "inventory";
  std::string in_stock = "in_stock";
  std::string reserved = "reserved";
};

struct CatalogSettings {
  std::string index = "products";  ///< an index, an alias, or any expression that searches take
  CatalogFields fields;
  shop::Currency currency = *shop::Currency::find("USD");
};

}  // namespace aisle::server::shop_api
