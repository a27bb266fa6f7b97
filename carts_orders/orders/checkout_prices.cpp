#include "carts_orders/orders/checkout_prices.hpp"

#include <utility>

#include "carts_orders/inventory/price.hpp"
#include "carts_orders/json_fields.hpp"

namespace aisle::shop {
namespace {

using std::unexpected;

std::string title_of(const Transaction& tx, const CartLine& line) {
  const ProductFacts* facts = tx.product(line.sku);
  return facts != nullptr && facts->exists && !facts->title.empty() ? facts->title : line.title;
}

Answer unavailable(const std::vector<std::string>& skus) {
  return problem(409, "product-unavailable", "Some products are not sold any more; take them out of the cart.",
                 [&](JsonWriter& json) {
                   json.key("lines").begin_array();
                   for (const std::string& sku : skus) {
                     json.begin_object();
                     json.field("sku", std::string_view(sku));
                     json.end_object();
                   }
                   json.end_array();
                 });
}

/// One line at the current price; nothing when it does not fit.
std::optional<OrderLine> price_line(const Transaction& tx, const CartLine& line, const Money& price) {
  const std::optional<Money> total = multiply(price, line.quantity);
  if (!total) return std::nullopt;
  OrderLine priced;
  priced.sku = line.sku;
  priced.title = title_of(tx, line);
  priced.attributes = line.attributes;
  priced.quantity = line.quantity;
  priced.unit_price = price;
  priced.total = *total;
  return priced;
}

/// Nothing for a product that left the catalog, whatever price was set for it.
std::optional<Money> selling_price(Transaction& tx, const std::string& sku) {
  const ProductFacts* facts = tx.product(sku);
  return facts != nullptr && !facts->exists ? std::nullopt : current_price(tx, sku);
}

std::expected<std::vector<Money>, Answer> current_prices(Transaction& tx, const Cart& cart) {
  std::vector<Money> prices;
  std::vector<std::string> missing;
  for (const CartLine& line : cart.lines) {
    if (const auto price = selling_price(tx, line.sku)) {
      prices.push_back(*price);
    } else {
      missing.push_back(line.sku);
    }
  }
  if (!missing.empty()) return unexpected(unavailable(missing));
  return prices;
}

}  // namespace

Answer money_invalid(std::string_view detail) { return problem(422, "money-invalid", detail); }

std::expected<PricedCart, Answer> price_cart(Transaction& tx, const Cart& cart, const std::vector<Adjustment>& adjustments) {
  auto prices = current_prices(tx, cart);
  if (!prices) return unexpected(std::move(prices).error());
  PricedCart priced{.lines = {}, .subtotal = {0, prices->front().currency}, .total = {}};
  for (std::size_t i = 0; i < cart.lines.size(); ++i) {
    auto line = price_line(tx, cart.lines[i], (*prices)[i]);
    const std::optional<Money> sum = line ? add(priced.subtotal, line->total) : std::nullopt;
    if (!sum) return unexpected(money_invalid("The lines do not add up: currencies are mixed, or the sum passes 2^53 - 1."));
    priced.subtotal = *sum;
    priced.differs = priced.differs || line->unit_price != cart.lines[i].unit_price;
    priced.lines.push_back(*std::move(line));
  }
  priced.total = priced.subtotal;
  for (const Adjustment& adjustment : adjustments) {
    const std::optional<Money> sum = add(priced.total, {adjustment.amount, priced.total.currency});
    if (!sum) return unexpected(money_invalid("The adjustments do not add up: a sum passes 2^53 - 1."));
    priced.total = *sum;
  }
  if (priced.total.amount < 0) return unexpected(money_invalid("The adjustments make the total negative."));
  return priced;
}

std::optional<Answer> price_disagreement(const Cart& cart, const PricedCart& priced, const std::optional<Money>& expected_total) {
  const bool agreed = expected_total ? *expected_total == priced.total : !priced.differs;
  if (agreed) return std::nullopt;
  return problem(409, "price-changed", "The order costs something else now; send expected_total with the new total to agree.",
                 [&](JsonWriter& json) {
                   money_field(json, "subtotal", priced.subtotal);
                   money_field(json, "total", priced.total);
                   json.key("lines").begin_array();
                   for (std::size_t i = 0; i < priced.lines.size(); ++i) {
                     if (priced.lines[i].unit_price == cart.lines[i].unit_price) continue;
                     json.begin_object();
                     json.field("sku", std::string_view(priced.lines[i].sku));
                     money_field(json, "was", cart.lines[i].unit_price);
                     money_field(json, "is", priced.lines[i].unit_price);
                     json.end_object();
                   }
                   json.end_array();
                 });
}

}  // namespace aisle::shop
