// POST /carts.
#include <utility>

#include "carts_orders/carts/cart_access.hpp"
#include "carts_orders/carts/cart_json.hpp"
#include "base/crypto/digest.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {
namespace {

constexpr std::size_t kTokenBytes = 32;

std::string location_of(const Cart& cart) { return "/_shop/v1/carts/" + to_string(cart.key); }

/// The cart, with the token that opens it: the only time it is said.
Answer with_token(Transaction& tx, const Cart& cart, const std::string& token) {
  Answer answer{.status = 201, .body = {}, .headers = {}};
  JsonWriter json(answer.body);
  json.begin_object();
  write_cart_members(json, cart, {tx.now(), tx.settings().currency, {}, nullptr});
  json.field("cart_token", token);
  json.end_object();
  return std::move(answer).with("ETag", etag(cart.version)).with("Location", location_of(cart));
}

Answer create_guest_cart(Transaction& tx) {
  const std::string token = tx.new_token(kTokenBytes);
  Cart cart{.key = tx.new_id(), .owner = {}, .token_hash = sha256_hex(token), .lines = {}, .created_at = tx.now()};
  save_cart(tx, cart);
  return with_token(tx, cart, token);
}

}  // namespace

// A service that creates a cart does so for somebody else, who will show the token.
Answer handle(Transaction& tx, const CreateCart&) {
  if (tx.principal().kind != Principal::Kind::shopper) return create_guest_cart(tx);
  const OwnCart own = own_cart(tx);
  return cart_answer(tx, own.created ? 201 : 200, own.cart).with("Location", location_of(own.cart));
}

}  // namespace aisle::shop
