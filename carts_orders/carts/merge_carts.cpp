// POST /carts/mine/merge: at login, a guest's cart becomes part of the shopper's.
#include <cassert>
#include <utility>

#include "base/json/json_document.hpp"
#include "carts_orders/carts/cart_access.hpp"
#include "carts_orders/carts/cart_holds.hpp"
#include "carts_orders/carts/cart_json.hpp"
#include "carts_orders/carts/line_merge.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {
namespace {

/// The answer of the merge that took place, to whom it was given.
Answer given_again(const Cart& guest) {
  Answer answer{.status = 200, .body = guest.merge_answer, .headers = {}};
  const Result<JsonDocument> body = JsonDocument::parse(answer.body);
  assert(body && "a merge's stored answer is JSON");
  const auto version = body->root().find("version");
  return std::move(answer).with("ETag", etag(static_cast<std::uint64_t>(version->as_int64().value_or(0))));
}

/// Whether a merged guest cart went to the shopper who asks.
bool was_mine(Transaction& tx, const Cart& guest) {
  const auto target = tx.find<Cart>(guest.merged_into);
  return target && owns(tx.principal(), *target);
}

std::string body_of(Transaction& tx, const Cart& cart, const std::vector<CutLine>& adjusted) {
  const auto hold = live_hold(tx, cart);
  const std::vector<CartNotice> notices = notices_of(tx, cart);
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  write_cart_members(json, cart, {tx.now(), tx.settings().currency, notices, hold.get()});
  json.key("adjusted").begin_array();
  for (const CutLine& line : adjusted) {
    json.begin_object();
    json.field("sku", line.sku);
    json.field("requested", line.requested);
    json.field("quantity", line.quantity);
    json.field("reason", line.reason);
    json.end_object();
  }
  json.end_array().end_object();
  return body;
}

/// The guest's cart, ready to be merged. Errors: 404 cart-not-found, also for a wrong token; 410 cart-expired,
/// cart-ordered or cart-merged (into somebody else's); 409 guest-cart-in-checkout.
FoundCart find_guest_cart(Transaction& tx, const MergeCarts& command) {
  auto guest = tx.find<Cart>(command.guest_cart);
  const bool opened = guest && !guest->token_hash.empty() && guest->token_hash == command.guest_token_hash;
  if (!opened) return std::unexpected(cart_not_found(command.guest_cart));
  if (guest->state == CartState::merged && was_mine(tx, *guest)) return guest;
  if (auto answer = gone(tx.principal(), *guest, tx.now())) return std::unexpected(*std::move(answer));
  if (guest->state == CartState::in_checkout) {
    return std::unexpected(problem(409, "guest-cart-in-checkout", "An order of the guest cart is being paid; merge when that is done."));
  }
  if (auto answer = frozen(*guest)) return std::unexpected(*std::move(answer));
  return guest;
}

/// The guest cart's lines are elsewhere now; it remembers where, and what was answered.
void flip(Transaction& tx, Cart guest, const Cart& target, const std::string& answer) {
  guest.state = CartState::merged;
  guest.merged_into = target.key;
  guest.merge_answer = answer;
  guest.lines.clear();
  guest.version += 1;
  guest.updated_at = tx.now();
  tx.put(std::move(guest));
}

Answer merge(Transaction& tx, Cart guest, Cart cart, MergeStrategy strategy) {
  drop_hold(tx, guest);
  const MergeLimits limits{tx.settings().line_quantity_limit, tx.settings().cart_line_limit};
  const std::vector<CutLine> adjusted = merge_lines(cart, guest, strategy, limits);
  [[maybe_unused]] const auto fitted = fit_hold(tx, cart);
  assert(fitted && "no line of a merge must be held");
  save_cart(tx, cart);
  std::string body = body_of(tx, cart, adjusted);
  flip(tx, std::move(guest), cart, body);
  return Answer{.status = 200, .body = std::move(body), .headers = {}}.with("ETag", etag(cart.version));
}

}  // namespace

Answer handle(Transaction& tx, const MergeCarts& command) {
  if (tx.principal().kind != Principal::Kind::shopper) {
    return problem(403, "shopper-required", "A guest cart is merged into the cart of a shopper who is logged in.");
  }
  const FoundCart guest = find_guest_cart(tx, command);
  if (!guest) return guest.error();
  if ((*guest)->state == CartState::merged) return given_again(**guest);
  OwnCart own = own_cart(tx);
  if (auto answer = frozen(own.cart)) return *std::move(answer);
  return merge(tx, **guest, std::move(own.cart), command.strategy);
}

}  // namespace aisle::shop
