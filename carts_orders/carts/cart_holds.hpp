#pragma once
// Stock held for a cart: settings().hold_from == HoldFrom::cart. The cart's reservation has the owner "cart:<id>", and
// a lease that every change of the cart renews. When it runs out the lines stay in the cart, marked hold-expired, and
// checkout reserves afresh.

#include <expected>
#include <string>
#include <vector>

#include "carts_orders/inventory/stock_moves.hpp"

namespace aisle::shop {

/// What the lines of a cart ask of the default location.
std::vector<ReserveLine> wanted_by(const Cart& cart);

/// The cart's reservation while its lease runs, or null.
std::shared_ptr<const Reservation> live_hold(Transaction& tx, const Cart& cart);

/// Makes the cart's hold fit its lines after a change, and `cart.hold` name it. `must_hold` names the SKU whose line
/// the shopper changed: if it cannot be held whole, that is the shortage returned, and nothing has changed. Other lines
/// that cannot be held (their hold ran out, and somebody else took the units) stay in the cart without a hold.
/// An empty `must_hold` cannot fail. Does nothing when carts hold no stock.
std::expected<void, std::vector<Shortage>> fit_hold(Transaction& tx, Cart& cart, std::string_view must_hold = {});

/// Gives the cart's hold back, if it has one, and clears `cart.hold`.
void drop_hold(Transaction& tx, Cart& cart);

/// For checkout, in both modes: a reservation of `owner` ("order:<id>") for exactly the cart's lines with a new lease.
/// It is the cart's hold, handed over, if that is live; else a new one. When something is short nothing has changed.
/// The caller puts the cart, with `hold` cleared. REQUIRES: the cart has lines.
std::expected<Reservation, std::vector<Shortage>> take_cart_hold(Transaction& tx, const Cart& cart, std::string owner,
                                                                 EpochMillis lease = 0);

}  // namespace aisle::shop
