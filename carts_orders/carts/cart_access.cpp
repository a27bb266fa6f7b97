#include "carts_orders/carts/cart_access.hpp"

#include <utility>

#include "carts_orders/preconditions.hpp"

namespace aisle::shop {
namespace {

bool is_over(const Cart& cart, EpochMillis now) {
  const bool timed_out = cart.state == CartState::active && cart.expires_at != 0 && cart.expires_at <= now;
  return timed_out || cart.state == CartState::expired;
}

/// A shopper learns where the lines of a guest cart went only if they went to the shopper.
bool knows_target(const Principal& principal, const Cart& cart) {
  return principal.kind == Principal::Kind::guest || may_read(principal, cart);
}

Answer version_checked(Answer answer, const Cart& cart) { return std::move(answer).with("ETag", etag(cart.version)); }

}  // namespace

bool owns(const Principal& principal, const Cart& cart) {
  switch (principal.kind) {
    case Principal::Kind::shopper: return cart.owner == principal.owner();
    case Principal::Kind::guest: return !cart.token_hash.empty() && cart.token_hash == principal.subject;
    case Principal::Kind::anonymous:
    case Principal::Kind::service:
    case Principal::Kind::internal: return principal.is(Role::admin);
  }
  return false;
}

bool may_read(const Principal& principal, const Cart& cart) {
  return owns(principal, cart) || principal.is(Role::support);
}

std::optional<Answer> gone(const Principal& principal, const Cart& cart, EpochMillis now) {
  if (cart.state == CartState::merged) {
    return problem(410, "cart-merged", "This cart's lines were merged into the shopper's own cart at login.",
                   [&](JsonWriter& json) {
                     if (knows_target(principal, cart)) json.field("merged_into", to_string(cart.merged_into));
                   });
  }
  if (is_over(cart, now)) return problem(410, "cart-expired", "This guest cart's time is over; create a new one.");
  return std::nullopt;
}

Answer cart_not_found(const Id& id) {
  return problem(404, "cart-not-found", "There is no cart [" + to_string(id) + "].");
}

std::optional<Answer> frozen(const Cart& cart) {
  if (cart.state == CartState::in_checkout) {
    return version_checked(problem(423, "cart-in-checkout",
                                   "An order of this cart is being paid; cancel that order to change the cart.",
                                   [&](JsonWriter& json) { json.field("order", to_string(cart.order)); }),
                           cart);
  }
  if (cart.state == CartState::ordered) {
    return problem(410, "cart-ordered", "This cart became an order; create a new one.",
                   [&](JsonWriter& json) { json.field("order", to_string(cart.order)); });
  }
  return std::nullopt;
}

FoundCart changeable_cart(Transaction& tx, const Id& id, ExpectedVersion if_match) {
  auto cart = tx.find<Cart>(id);
  if (!cart || !may_read(tx.principal(), *cart)) return std::unexpected(cart_not_found(id));
  if (!owns(tx.principal(), *cart)) {
    return std::unexpected(problem(403, "read-only", "Only whose cart it is may change it."));
  }
  if (auto answer = gone(tx.principal(), *cart, tx.now())) return std::unexpected(*std::move(answer));
  if (auto answer = frozen(*cart)) return std::unexpected(*std::move(answer));
  if (auto answer = check_version(if_match, cart->version)) return std::unexpected(*std::move(answer));
  return cart;
}

OwnCart own_cart(Transaction& tx) {
  const std::string owner = tx.principal().owner();
  if (const auto known = tx.find<CartOwner>(owner)) {
    const auto cart = tx.find<Cart>(known->cart);
    const bool current = cart && (cart->state == CartState::active || cart->state == CartState::in_checkout);
    if (current) return {*cart, false};
  }
  Cart cart{.key = tx.new_id(), .owner = owner, .created_at = tx.now()};
  tx.put(CartOwner{.key = owner, .cart = cart.key});
  save_cart(tx, cart);
  return {std::move(cart), true};
}

void save_cart(Transaction& tx, Cart& cart) {
  cart.version += 1;
  cart.updated_at = tx.now();
  if (!cart.token_hash.empty()) cart.expires_at = tx.now() + tx.settings().guest_cart_life;
  tx.put(cart);
}

}  // namespace aisle::shop
