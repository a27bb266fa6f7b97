#include "carts_orders/orders/order_cart.hpp"

#include <algorithm>

#include "carts_orders/carts/cart_access.hpp"
#include "carts_orders/carts/cart_holds.hpp"

namespace aisle::shop {
namespace {

bool is_of(const Cart& cart, const Order& order) { return cart.state == CartState::in_checkout && cart.order == order.key; }

/// The given-back cart still is what was ordered, line by line.
bool is_untouched(const Cart& cart, const Order& order) {
  if (cart.state != CartState::active || cart.lines.size() != order.lines.size()) return false;
  return std::ranges::equal(cart.lines, order.lines, [](const CartLine& line, const OrderLine& ordered) {
    return line.sku == ordered.sku && line.quantity == ordered.quantity;
  });
}

/// Without giving a guest more time: nobody touched the cart.
void save(OrderChange& change, Cart cart) {
  cart.updated_at = change.tx().now();
  cart.version += 1;
  change.tx().put(std::move(cart));
}

}  // namespace

void freeze_cart(OrderChange& change, const Cart& cart) {
  Cart frozen = cart;
  frozen.state = CartState::in_checkout;
  frozen.order = change.order().key;
  frozen.hold = {};
  for (std::size_t i = 0; i < frozen.lines.size(); ++i) frozen.lines[i].unit_price = change.order().lines[i].unit_price;
  save(change, std::move(frozen));
}

void freeze_cart_again(OrderChange& change) {
  const auto cart = change.tx().find<Cart>(change.order().cart);
  if (!cart || !is_untouched(*cart, change.order())) return;
  Cart again = *cart;
  drop_hold(change.tx(), again);
  freeze_cart(change, again);
}

void close_cart(OrderChange& change) {
  const Order& order = change.order();
  const auto cart = change.tx().find<Cart>(order.cart);
  if (!cart || !is_of(*cart, order)) return;
  Cart closed = *cart;
  closed.state = CartState::ordered;
  closed.order = order.key;
  const auto owned = change.tx().find<CartOwner>(closed.owner);
  if (owned && owned->cart == closed.key) change.tx().erase<CartOwner>(closed.owner);
  save(change, std::move(closed));
}

void give_back_cart(OrderChange& change) {
  const auto cart = change.tx().find<Cart>(change.order().cart);
  if (!cart || !is_of(*cart, change.order())) return;
  Cart active = *cart;
  active.state = CartState::active;
  active.order = {};
  save_cart(change.tx(), active);
}

bool is_ordered_again(OrderChange& change) {
  const auto cart = change.tx().find<Cart>(change.order().cart);
  const bool is_taken = cart && (cart->state == CartState::in_checkout || cart->state == CartState::ordered);
  return is_taken && cart->order != change.order().key;
}

}  // namespace aisle::shop
