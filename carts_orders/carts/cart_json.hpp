#pragma once
// How answers show a cart.

#include <span>

#include "carts_orders/carts/notices.hpp"
#include "carts_orders/machine/transaction.hpp"

namespace aisle::shop {

/// What is shown beside the cart itself.
struct CartView {
  EpochMillis now = 0;
  Currency currency;                  ///< of an empty cart's subtotal
  std::span<const CartNotice> notices;
  const Reservation* hold = nullptr;  ///< what Cart::hold names, or null
};

/// {"id","state","kind","lines":[{"sku","title","quantity","unit_price","total","attributes","added_at"}],"count",
///  "subtotal","version","created_at","updated_at","expires_at","expires_in_s","hold","order","notices"}.
/// `count` is units over all lines; `expires_at` is null for a cart that does not expire; `hold` and `order` are there
/// when there is one. Neither owner nor token is shown.
void write_cart(JsonWriter& json, const Cart& cart, const CartView& view);
/// The members only, between a begin_object and an end_object of the caller's.
void write_cart_members(JsonWriter& json, const Cart& cart, const CartView& view);

/// The sum of quantity times unit price; nothing when it passes kMaxAmount or currencies differ. Zero of `currency` for
/// an empty cart.
std::optional<Money> subtotal_of(const Cart& cart, Currency currency);

/// The cart as a change's answer: with ETag, and with notices as far as the request brought what they need.
Answer cart_answer(Transaction& tx, int status, const Cart& cart);
/// Notices for a command: prices and stock as the command left them, the catalog's part where the request brought it.
std::vector<CartNotice> notices_of(Transaction& tx, const Cart& cart);

}  // namespace aisle::shop
