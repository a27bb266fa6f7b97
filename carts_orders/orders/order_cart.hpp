#pragma once
// The cart an order came from: frozen while the order waits, gone when it is confirmed, given back when it fails.

#include "carts_orders/orders/order_change.hpp"

namespace aisle::shop {

/// Freezes the cart for the order, with the prices at which its lines were ordered.
void freeze_cart(OrderChange& change, const Cart& cart);
/// Freezes it again for an order that was over, if the shopper left it as it was; what the cart held meanwhile is free.
void freeze_cart_again(OrderChange& change);
/// The cart became the order: its owner's next cart is a new one.
void close_cart(OrderChange& change);
/// The shopper gets the cart back as it was. A cart that meanwhile went another way is left alone.
void give_back_cart(OrderChange& change);
/// Whether the shopper ordered the cart again since this order failed.
bool is_ordered_again(OrderChange& change);

}  // namespace aisle::shop
