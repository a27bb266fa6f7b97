// DELETE /carts/{id}/lines/{sku} and DELETE /carts/{id}/lines.
#include <algorithm>
#include <cassert>
#include <utility>

#include "carts_orders/carts/cart_access.hpp"
#include "carts_orders/carts/cart_holds.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {
namespace {

Answer no_content(const Cart& cart) {
  return Answer{.status = 204, .body = {}, .headers = {}}.with("ETag", etag(cart.version));
}

/// Keeps the lines that `stays` says; a cart that loses none keeps its version.
template <class Stays>
Answer keep_lines(Transaction& tx, const Cart& before, Stays stays) {
  Cart cart = before;
  std::erase_if(cart.lines, [&](const CartLine& line) { return !stays(line); });
  if (cart.lines.size() == before.lines.size()) return no_content(before);
  [[maybe_unused]] const auto fitted = fit_hold(tx, cart);
  assert(fitted && "a smaller cart needs no more stock");
  save_cart(tx, cart);
  return no_content(cart);
}

}  // namespace

Answer handle(Transaction& tx, const RemoveLine& command) {
  const FoundCart cart = changeable_cart(tx, command.cart, command.if_match);
  if (!cart) return cart.error();
  return keep_lines(tx, **cart, [&](const CartLine& line) { return line.sku != command.sku; });
}

Answer handle(Transaction& tx, const ClearCart& command) {
  const FoundCart cart = changeable_cart(tx, command.cart, command.if_match);
  if (!cart) return cart.error();
  return keep_lines(tx, **cart, [](const CartLine&) { return false; });
}

}  // namespace aisle::shop
