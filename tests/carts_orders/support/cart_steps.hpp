#pragma once
// What tests do with carts, in a line each.

#include "tests/carts_orders/support/shop_fixture.hpp"

namespace aisle::shop {

/// A guest cart and who may open it.
struct GuestCart {
  Id id;
  std::string token;
  Principal who;
};

inline GuestCart create_guest_cart(TestShop& shop) {
  const Answer answer = shop.ask(anonymous(), CartCommand{CreateCart{}});
  std::string token = member(answer, "cart_token");
  return {id_of(answer), token, guest(token)};
}

inline Id create_cart(TestShop& shop, const Principal& who) { return id_of(shop.ask(who, CartCommand{CreateCart{}})); }

inline Answer put_line(TestShop& shop, const Principal& who, const Id& cart, const std::string& sku, std::int64_t quantity) {
  return shop.ask(who, CartCommand{PutLine{.cart = cart, .sku = sku, .quantity = quantity, .attributes = {}, .if_match = {}}});
}
inline Answer add_line(TestShop& shop, const Principal& who, const Id& cart, const std::string& sku, std::int64_t quantity) {
  return shop.ask(who, CartCommand{AddLine{.cart = cart, .sku = sku, .quantity = quantity, .attributes = {}, .if_match = {}}});
}
inline Answer remove_line(TestShop& shop, const Principal& who, const Id& cart, const std::string& sku) {
  return shop.ask(who, CartCommand{RemoveLine{.cart = cart, .sku = sku, .if_match = {}}});
}
inline Answer merge(TestShop& shop, const Principal& who, const GuestCart& from, MergeStrategy strategy = MergeStrategy::max) {
  return shop.ask(who, CartCommand{MergeCarts{from.id, from.who.subject, strategy}});
}

/// The cart's quantities by SKU.
inline std::map<std::string, std::int64_t> quantities(const TestShop& shop, const Id& cart) {
  std::map<std::string, std::int64_t> lines;
  for (const CartLine& line : shop.cart(cart)->lines) lines[line.sku] += line.quantity;
  return lines;
}

/// Gives a cart a state as an order does.
inline void set_state(TestShop& shop, const Id& id, CartState state) {
  Cart cart = *shop.cart(id);
  cart.state = state;
  cart.order = Id{7, 7};
  cart.version += 1;
  shop.amend(std::move(cart));
}

}  // namespace aisle::shop
