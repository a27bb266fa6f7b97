// Checkout: everything that can be wrong is found before anything is recorded, and then all is recorded in one commit.
#include <utility>

#include "carts_orders/carts/cart_access.hpp"
#include "carts_orders/carts/cart_holds.hpp"
#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/inventory/reservation_json.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/checkout_prices.hpp"
#include "carts_orders/orders/order_cart.hpp"
#include "carts_orders/orders/order_json.hpp"
#include "carts_orders/orders/order_stock.hpp"
#include "carts_orders/orders/outcomes.hpp"
#include "carts_orders/payments/attempts.hpp"

namespace aisle::shop {
namespace {

/// How orders of this cart name their owner.
std::string owner_of(const Cart& cart) { return cart.owner.empty() ? "guest:" + cart.token_hash : cart.owner; }

Answer cart_changed(const Cart& cart) {
  return problem(409, "cart-changed", "The cart is not the one you saw; read it again.",
                 [&](JsonWriter& json) { json.field("cart_version", cart.version); });
}

std::optional<Answer> refuse(const Transaction& tx, const Cart* cart, const Checkout& command) {
  if (cart == nullptr || !owns(tx.principal(), *cart)) return cart_not_found(command.cart);
  if (auto answer = gone(tx.principal(), *cart, tx.now())) return answer;
  if (auto answer = frozen(*cart)) return answer;
  if (command.cart_version && *command.cart_version != cart->version) return cart_changed(*cart);
  if (cart->lines.empty()) return problem(422, "cart-empty", "There is nothing in the cart to order.");
  return std::nullopt;
}

Order new_order(Transaction& tx, const Cart& cart, PricedCart priced, const Checkout& command) {
  Order order;
  order.key = tx.new_id();
  order.owner = owner_of(cart);
  order.email = command.email;
  order.shipping_address = command.shipping_address;
  order.cart = cart.key;
  order.currency = priced.total.currency;
  order.lines = std::move(priced.lines);
  order.adjustments = command.adjustments;
  order.subtotal = priced.subtotal.amount;
  order.total = priced.total.amount;
  order.created_at = tx.now();
  return order;
}

void wait_for_payment(OrderChange& change, const Checkout& command) {
  begin_attempt(change, command.payment_method);
  change.order().due_job =
      change.tx().enqueue(make_job(job_kind::kPaymentDue, change.order().key, {}, change.order().payment_due));
  change.step(OrderEvent::ask_payment);
}

void sell_for_nothing(OrderChange& change) {
  change.step(OrderEvent::pay);
  commit_reservation(change.tx(), *change.tx().find<Reservation>(change.order().reservation));
  confirm(change);
}

}  // namespace

Answer handle(Transaction& tx, const Checkout& command) {
  const auto cart = tx.find<Cart>(command.cart);
  if (auto refused = refuse(tx, cart.get(), command)) return *std::move(refused);
  auto priced = price_cart(tx, *cart, command.adjustments);
  if (!priced) return std::move(priced).error();
  if (auto disagreement = price_disagreement(*cart, *priced, command.expected_total)) return *std::move(disagreement);

  OrderChange change(tx, new_order(tx, *cart, *std::move(priced), command));
  const auto reservation = take_cart_hold(tx, *cart, stock_owner(change.order()));
  if (!reservation) return insufficient_stock(reservation.error());
  change.begin();
  change.order().reservation = reservation->key;
  change.order().payment_due = reservation->expires_at;
  change.step(OrderEvent::reserve);
  freeze_cart(change, *cart);
  if (change.order().total > 0) {
    wait_for_payment(change, command);
  } else {
    sell_for_nothing(change);
  }
  change.save();
  return order_answer(202, change.order(), tx).with("Location", order_location(change.order().key));
}

}  // namespace aisle::shop
