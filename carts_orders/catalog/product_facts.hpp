#pragma once
// What the catalog says about a product, looked up before a command is submitted: an input of the state machine.

#include <cstdint>
#include <optional>
#include <string>

#include "carts_orders/money/money.hpp"

namespace aisle::shop {

struct ProductFacts {
  std::string sku;
  bool exists = false;
  std::string title;
  std::optional<Money> price;         ///< the document's, in minor units; none when it has no usable price
  std::int64_t opening_stock = 0;     ///< the document's stock field; 0 when it has none
};

}  // namespace aisle::shop
