// Carts: frozen ones have their order, merged ones their target, holds their cart, shoppers theirs.
#include <fmt/format.h>

#include <set>

#include "carts_orders/fsck/checks.hpp"

namespace aisle::shop::fsck {
namespace {

std::string say(const Cart& cart) { return fmt::format("Cart {} is {}", to_string(cart.key), to_string(cart.state)); }

void check_lines(const Cart& cart, FsckReport& report) {
  std::set<std::string> skus;
  for (const CartLine& line : cart.lines) {
    if (line.quantity <= 0 || !skus.insert(line.sku).second) {
      report.add("I10", fmt::format("{} and has {} x {}, twice or none.", say(cart), line.quantity, line.sku));
    }
  }
}

bool waits_for_money(const Order& order) {
  return order.state == OrderState::payment_pending || order.state == OrderState::payment_review;
}

void check_order_of(const ShopContents& contents, const Cart& cart, FsckReport& report) {
  const auto order = contents.find<Order>(cart.order);
  if (!order || order->cart != cart.key) {
    report.add("I10", fmt::format("{}, but its order {} does not know of it.", say(cart), to_string(cart.order)));
  } else if (cart.state == CartState::in_checkout && !waits_for_money(*order)) {
    report.add("I10", fmt::format("{}, but its order {} is {}.", say(cart), to_string(order->key), to_string(order->state)));
  }
}

void check_cart(const ShopContents& contents, const Cart& cart, FsckReport& report) {
  check_lines(cart, report);
  if (cart.state == CartState::in_checkout || cart.state == CartState::ordered) check_order_of(contents, cart, report);
  if (cart.state == CartState::merged && !contents.of<Cart>().contains(cart.merged_into)) {
    report.add("I10", fmt::format("{}, but cart {}, which took its lines, is gone.", say(cart), to_string(cart.merged_into)));
  }
  if (!cart.hold.is_null() && !contents.of<Reservation>().contains(cart.hold)) {
    report.add("I10", fmt::format("{} and holds its lines with reservation {}, which is gone.", say(cart), to_string(cart.hold)));
  }
}

void check_owner(const ShopContents& contents, const CartOwner& owner, FsckReport& report) {
  const auto cart = contents.find<Cart>(owner.cart);
  const bool is_theirs = cart && cart->owner == owner.key && (cart->state == CartState::active || cart->state == CartState::in_checkout);
  if (!is_theirs) report.add("I10", fmt::format("The cart of {} is {}, which is not theirs or not open.", owner.key, to_string(owner.cart)));
}

}  // namespace

void check_carts(const ShopContents& contents, FsckReport& report) {
  for (const auto& [id, cart] : contents.of<Cart>()) check_cart(contents, *cart, report);
  for (const auto& [key, owner] : contents.of<CartOwner>()) check_owner(contents, *owner, report);
}

}  // namespace aisle::shop::fsck
