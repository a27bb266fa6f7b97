#include "carts_orders/carts/cart_json.hpp"

#include <utility>

#include "carts_orders/inventory/open_stock.hpp"
#include "carts_orders/inventory/price.hpp"
#include "carts_orders/inventory/stock_moves.hpp"
#include "carts_orders/json_fields.hpp"

namespace aisle::shop {
namespace {

void write_line(JsonWriter& json, const CartLine& line) {
  json.begin_object();
  json.field("sku", line.sku);
  json.field("title", line.title);
  json.field("quantity", line.quantity);
  money_field(json, "unit_price", line.unit_price);
  if (const auto total = multiply(line.unit_price, line.quantity)) money_field(json, "total", *total);
  if (!line.attributes.empty()) json.key("attributes").raw(line.attributes);
  time_field(json, "added_at", line.added_at);
  json.end_object();
}

void write_notice(JsonWriter& json, const CartNotice& notice) {
  json.begin_object();
  json.field("code", to_string(notice.kind));
  json.field("sku", notice.sku);
  const bool counts = notice.kind == CartNoticeKind::low_stock || notice.kind == CartNoticeKind::insufficient_stock;
  if (counts) json.field("available", notice.available);
  if (notice.old_price) money_field(json, "old", *notice.old_price);
  if (notice.new_price) money_field(json, "new", *notice.new_price);
  json.end_object();
}

void write_times(JsonWriter& json, const Cart& cart, EpochMillis now) {
  time_field(json, "created_at", cart.created_at);
  time_field(json, "updated_at", cart.updated_at);
  time_field(json, "expires_at", cart.expires_at);
  if (cart.expires_at > now) json.field("expires_in_s", (cart.expires_at - now) / kSecond);
}

void write_hold(JsonWriter& json, const CartView& view) {
  if (view.hold == nullptr || state_at(*view.hold, view.now) != ReservationState::pending) return;
  json.key("hold").begin_object();
  time_field(json, "expires_at", view.hold->expires_at);
  json.field("expires_in_s", (view.hold->expires_at - view.now) / kSecond);
  json.end_object();
}

void write_lines(JsonWriter& json, const Cart& cart) {
  std::int64_t count = 0;
  json.key("lines").begin_array();
  for (const CartLine& line : cart.lines) {
    write_line(json, line);
    count += line.quantity;
  }
  json.end_array();
  json.field("count", count);
}

ProductNow product_now(Transaction& tx, std::string_view sku) {
  const auto price = tx.find<Price>(std::string(sku));
  const ProductFacts* facts = tx.product(sku);
  ProductNow now{.exists = facts == nullptr || facts->exists, .price = current_price(price.get(), facts), .available = {}};
  now.priced = now.price || facts == nullptr;
  if (const auto stock = peek_stock(tx, {.sku = std::string(sku)})) now.available = stock->available();
  return now;
}

}  // namespace

std::optional<Money> subtotal_of(const Cart& cart, Currency currency) {
  Money sum{0, cart.lines.empty() ? currency : cart.lines.front().unit_price.currency};
  for (const CartLine& line : cart.lines) {
    const auto total = multiply(line.unit_price, line.quantity);
    const auto next = total ? add(sum, *total) : std::nullopt;
    if (!next) return std::nullopt;
    sum = *next;
  }
  return sum;
}

void write_cart_members(JsonWriter& json, const Cart& cart, const CartView& view) {
  json.field("id", to_string(cart.key));
  json.field("state", to_string(cart.state));
  json.field("kind", cart.owner.empty() ? "guest" : "user");
  write_lines(json, cart);
  if (const auto subtotal = subtotal_of(cart, view.currency)) money_field(json, "subtotal", *subtotal);
  json.field("version", cart.version);
  write_times(json, cart, view.now);
  write_hold(json, view);
  if (!cart.order.is_null()) json.field("order", to_string(cart.order));
  json.key("notices").begin_array();
  for (const CartNotice& notice : view.notices) write_notice(json, notice);
  json.end_array();
}

void write_cart(JsonWriter& json, const Cart& cart, const CartView& view) {
  json.begin_object();
  write_cart_members(json, cart, view);
  json.end_object();
}

std::vector<CartNotice> notices_of(Transaction& tx, const Cart& cart) {
  const auto hold = cart.hold.is_null() ? nullptr : tx.find<Reservation>(cart.hold);
  const NoticeRules rules{tx.now(), tx.settings().low_stock, tx.settings().hold_from, hold.get()};
  return notices_of(cart, [&](std::string_view sku) { return product_now(tx, sku); }, rules);
}

Answer cart_answer(Transaction& tx, int status, const Cart& cart) {
  const auto hold = cart.hold.is_null() ? nullptr : tx.find<Reservation>(cart.hold);
  const std::vector<CartNotice> notices = notices_of(tx, cart);
  Answer answer{.status = status, .body = {}, .headers = {}};
  JsonWriter json(answer.body);
  write_cart(json, cart, {tx.now(), tx.settings().currency, notices, hold.get()});
  return std::move(answer).with("ETag", etag(cart.version));
}

}  // namespace aisle::shop
