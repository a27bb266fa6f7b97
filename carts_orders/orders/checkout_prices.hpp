#pragma once
// What a cart costs now, computed by the server from current prices and the adjustments that come in.

#include <expected>
#include <optional>
#include <vector>

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

struct PricedCart {
  std::vector<OrderLine> lines;  ///< in the cart's order
  Money subtotal;
  Money total;
  bool differs = false;  ///< a line's price is not the one in the cart
};

/// Prices the cart's lines. Answers:
///   409 product-unavailable  a product is not sold any more; `lines` names it
///   422 money-invalid        currencies are mixed, a sum does not fit, or the total is negative
std::expected<PricedCart, Answer> price_cart(Transaction& tx, const Cart& cart, const std::vector<Adjustment>& adjustments);

/// 409 `price-changed`: the totals and every line that costs something else now; nothing when the shopper agreed to what
/// it costs, by `expected_total` or by the prices in the cart.
std::optional<Answer> price_disagreement(const Cart& cart, const PricedCart& priced, const std::optional<Money>& expected_total);

Answer money_invalid(std::string_view detail);

}  // namespace aisle::shop
