#pragma once
// What a product costs now.

#include <optional>
#include <string_view>

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// The price that was set, else the catalog's; nothing for a product that has neither. The second form is for readers.
std::optional<Money> current_price(Transaction& tx, std::string_view sku);
std::optional<Money> current_price(const Price* set, const ProductFacts* facts);

/// {"sku","price":{"amount","currency"},"version"}.
void write_price(JsonWriter& json, const Price& price);

}  // namespace aisle::shop
