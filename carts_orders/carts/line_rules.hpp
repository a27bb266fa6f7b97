#pragma once
// What a cart may hold.

#include <optional>
#include <string_view>

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// The shopper's choices for one line, as JSON.
inline constexpr std::size_t kMostAttributeBytes = 4096;

/// The line of `sku`, or null.
CartLine* find_line(Cart& cart, std::string_view sku);
const CartLine* find_line(const Cart& cart, std::string_view sku);

/// 422 `quantity-limit`: more than settings().line_quantity_limit, or less than `least`.
std::optional<Answer> check_quantity(const Transaction& tx, std::string_view sku, std::int64_t quantity, std::int64_t least);
/// 422: `cart-line-limit` (too many lines), `money-invalid` (mixed currencies, or a subtotal that passes 2^53 - 1).
std::optional<Answer> check_cart(const Transaction& tx, const Cart& cart);
/// 422 `attributes-too-long`.
std::optional<Answer> check_attributes(const std::optional<std::string>& attributes);

}  // namespace aisle::shop
