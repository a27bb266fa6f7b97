#pragma once
// Whose cart is it, and may it still be changed?

#include <expected>
#include <memory>
#include <optional>

#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// Whether the principal may act as whose cart it is: a shopper by owner, a guest by token; admins, and Aisle itself,
/// for everyone.
bool owns(const Principal& principal, const Cart& cart);
/// Owners, and those who help them: support.
bool may_read(const Principal& principal, const Cart& cart);

/// Nothing for a cart that is there; 410 `cart-merged` (with `merged_into` for whom that cart belongs to) or
/// `cart-expired`. A guest cart is over with its time, swept or not.
std::optional<Answer> gone(const Principal& principal, const Cart& cart, EpochMillis now);

/// 404; the same for carts that are not there and those of others.
Answer cart_not_found(const Id& id);

using FoundCart = std::expected<std::shared_ptr<const Cart>, Answer>;

/// A cart whose lines may change now. Errors: 404 cart-not-found, 403 read-only (for who may only read it),
/// 410 cart-merged, cart-expired or cart-ordered, 423 cart-in-checkout, 412 version-mismatch.
FoundCart changeable_cart(Transaction& tx, const Id& id, ExpectedVersion if_match);

/// 423, or 410 for a cart that became an order; nothing for an active one.
std::optional<Answer> frozen(const Cart& cart);

/// The shopper's own cart: the one that is theirs now, or a new one. REQUIRES: the principal is a shopper.
struct OwnCart {
  Cart cart;
  bool created = false;
};
OwnCart own_cart(Transaction& tx);

/// The new version of a changed cart: put, with a guest's time beginning anew.
void save_cart(Transaction& tx, Cart& cart);

}  // namespace aisle::shop
