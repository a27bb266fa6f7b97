// PUT /carts/{id}/lines/{sku} and POST /carts/{id}/lines.
#include <algorithm>
#include <cassert>
#include <expected>
#include <utility>

#include "carts_orders/carts/cart_access.hpp"
#include "carts_orders/carts/cart_holds.hpp"
#include "carts_orders/carts/cart_json.hpp"
#include "carts_orders/carts/line_rules.hpp"
#include "carts_orders/inventory/open_stock.hpp"
#include "carts_orders/inventory/price.hpp"
#include "carts_orders/inventory/reservation_json.hpp"
#include "carts_orders/machine/handlers.hpp"

namespace aisle::shop {
namespace {

struct Sellable {
  std::string title;
  Money price;
};

/// What a line of the product says now. Errors: 404 sku-not-found, 422 not-for-sale.
std::expected<Sellable, Answer> find_sellable(Transaction& tx, const std::string& sku) {
  const ProductFacts* facts = tx.product(sku);
  if (facts == nullptr || !facts->exists) return std::unexpected(sku_not_found(sku));
  const std::optional<Money> price = current_price(tx, sku);
  if (!price) return std::unexpected(problem(422, "not-for-sale", "The product [" + sku + "] has no price."));
  return Sellable{facts->title, *price};
}

/// Sets the line's quantity, with price and title as they are now. Whether the line is new.
bool set_line(Cart& cart, const Sellable& product, const std::string& sku, std::int64_t quantity,
              const std::optional<std::string>& attributes, EpochMillis now) {
  CartLine* line = find_line(cart, sku);
  const bool fresh = line == nullptr;
  if (fresh) {
    cart.lines.push_back({.sku = sku, .unit_price = {}, .title = {}, .attributes = {}, .added_at = now});
    line = &cart.lines.back();
  }
  line->quantity = quantity;
  line->unit_price = product.price;
  line->title = product.title;
  if (attributes) line->attributes = *attributes;
  return fresh;
}

/// The cart with `quantity` of a product, whatever it had of it before.
Answer with_quantity(Transaction& tx, const Cart& before, const std::string& sku, std::int64_t quantity,
                     const std::optional<std::string>& attributes) {
  const auto product = find_sellable(tx, sku);
  if (!product) return product.error();
  Cart cart = before;
  const bool fresh = set_line(cart, *product, sku, quantity, attributes, tx.now());
  if (auto refusal = check_cart(tx, cart)) return *std::move(refusal);
  if (const auto held = fit_hold(tx, cart, sku); !held) return insufficient_stock(held.error());
  save_cart(tx, cart);
  return cart_answer(tx, fresh ? 201 : 200, cart);
}

Answer without(Transaction& tx, const Cart& before, const std::string& sku) {
  if (find_line(before, sku) == nullptr) return cart_answer(tx, 200, before);
  Cart cart = before;
  std::erase_if(cart.lines, [&](const CartLine& line) { return line.sku == sku; });
  [[maybe_unused]] const auto fitted = fit_hold(tx, cart);
  assert(fitted && "a smaller cart needs no more stock");
  save_cart(tx, cart);
  return cart_answer(tx, 200, cart);
}

}  // namespace

Answer handle(Transaction& tx, const PutLine& command) {
  const FoundCart cart = changeable_cart(tx, command.cart, command.if_match);
  if (!cart) return cart.error();
  if (auto refusal = check_quantity(tx, command.sku, command.quantity, 0)) return *std::move(refusal);
  if (auto refusal = check_attributes(command.attributes)) return *std::move(refusal);
  if (command.quantity == 0) return without(tx, **cart, command.sku);
  return with_quantity(tx, **cart, command.sku, command.quantity, command.attributes);
}

// One more of a line that is full is refused whole, not cut: the shopper would not notice.
Answer handle(Transaction& tx, const AddLine& command) {
  const FoundCart cart = changeable_cart(tx, command.cart, command.if_match);
  if (!cart) return cart.error();
  if (auto refusal = check_quantity(tx, command.sku, command.quantity, 1)) return *std::move(refusal);
  if (auto refusal = check_attributes(command.attributes)) return *std::move(refusal);
  const CartLine* line = find_line(**cart, command.sku);
  const std::int64_t quantity = command.quantity + (line == nullptr ? 0 : line->quantity);
  if (auto refusal = check_quantity(tx, command.sku, quantity, 1)) return *std::move(refusal);
  Answer answer = with_quantity(tx, **cart, command.sku, quantity, command.attributes);
  if (answer.status == 201) answer.status = 200;
  return answer;
}

}  // namespace aisle::shop
