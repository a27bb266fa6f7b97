#include "carts_orders/carts/line_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "carts_orders/carts/cart_json.hpp"

namespace aisle::shop {
namespace {

bool has_one_currency(const Cart& cart) {
  return std::ranges::all_of(cart.lines, [&](const CartLine& line) {
    return line.unit_price.currency == cart.lines.front().unit_price.currency;
  });
}

Answer over_limit(std::string_view code, std::string_view detail, std::int64_t limit) {
  return problem(422, code, detail, [&](JsonWriter& json) { json.field("limit", limit); });
}

}  // namespace

CartLine* find_line(Cart& cart, std::string_view sku) {
  const auto found = std::ranges::find(cart.lines, sku, &CartLine::sku);
  return found == cart.lines.end() ? nullptr : &*found;
}

const CartLine* find_line(const Cart& cart, std::string_view sku) {
  const auto found = std::ranges::find(cart.lines, sku, &CartLine::sku);
  return found == cart.lines.end() ? nullptr : &*found;
}

std::optional<Answer> check_quantity(const Transaction& tx, std::string_view sku, std::int64_t quantity, std::int64_t least) {
  const std::int64_t limit = tx.settings().line_quantity_limit;
  if (quantity >= least && quantity <= limit) return std::nullopt;
  return over_limit("quantity-limit", fmt::format("{} of [{}] were asked for; a line can have {} to {}.", quantity, sku, least, limit), limit);
}

std::optional<Answer> check_cart(const Transaction& tx, const Cart& cart) {
  const std::int64_t limit = tx.settings().cart_line_limit;
  if (std::ssize(cart.lines) > limit) {
    return over_limit("cart-line-limit", fmt::format("A cart can have {} lines.", limit), limit);
  }
  if (!has_one_currency(cart)) {
    return problem(422, "money-invalid", "All lines of a cart are in one currency; this product has another.");
  }
  if (!subtotal_of(cart, tx.settings().currency)) {
    return problem(422, "money-invalid", "The cart's subtotal would pass 2^53 - 1 minor units.");
  }
  return std::nullopt;
}

std::optional<Answer> check_attributes(const std::optional<std::string>& attributes) {
  if (!attributes || attributes->size() <= kMostAttributeBytes) return std::nullopt;
  return problem(422, "attributes-too-long", fmt::format("A line's attributes can have {} bytes.", kMostAttributeBytes));
}

}  // namespace aisle::shop
