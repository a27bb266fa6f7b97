// A guest cart's 30 days are over.
#include <utility>

#include "carts_orders/carts/cart_holds.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {

// The record stays, so that whoever comes back is told 410 and not 404; what was in it does not. A cart in checkout
// waits until its order is done with it.
Answer handle(Transaction& tx, const ExpireCart& command) {
  const auto found = tx.find<Cart>(command.cart);
  const bool due = found && found->state == CartState::active && found->expires_at != 0 && found->expires_at <= tx.now();
  if (due) {
    Cart cart = *found;
    drop_hold(tx, cart);
    cart.state = CartState::expired;
    cart.lines.clear();
    cart.version += 1;
    cart.updated_at = tx.now();
    tx.put(std::move(cart));
  }
  Answer answer;
  JsonWriter json(answer.body);
  json.begin_object().field("expired", due).end_object();
  return answer;
}

}  // namespace aisle::shop
