#include "carts_orders/orders/order_json.hpp"

#include <algorithm>

#include "carts_orders/json_fields.hpp"

namespace aisle::shop {
namespace {

void text_field(JsonWriter& json, std::string_view name, const std::string& text) {
  if (!text.empty()) json.field(name, std::string_view(text));
}

void raw_field(JsonWriter& json, std::string_view name, const std::string& value) {
  if (!value.empty()) json.key(name).raw(value);
}

void amount_field(JsonWriter& json, std::string_view name, std::int64_t amount, Currency currency) {
  money_field(json, name, {amount, currency});
}

void write_line(JsonWriter& json, const OrderLine& line) {
  json.begin_object();
  json.field("sku", std::string_view(line.sku));
  text_field(json, "title", line.title);
  json.field("quantity", line.quantity);
  json.field("shipped", line.shipped);
  money_field(json, "unit_price", line.unit_price);
  money_field(json, "total", line.total);
  raw_field(json, "attributes", line.attributes);
  json.end_object();
}

void write_adjustment(JsonWriter& json, const Adjustment& adjustment, Currency currency) {
  json.begin_object();
  json.field("code", std::string_view(adjustment.code));
  text_field(json, "label", adjustment.label);
  amount_field(json, "amount", adjustment.amount, currency);
  json.end_object();
}

void write_payment(JsonWriter& json, const PaymentAttempt& payment, const Order& order, bool with_secret) {
  json.begin_object();
  json.field("number", payment.number);
  json.field("state", to_string(payment.state));
  json.field("provider", std::string_view(payment.provider));
  text_field(json, "intent", payment.intent);
  if (with_secret) text_field(json, "method", payment.method);
  if (with_secret) text_field(json, "client_secret", payment.client_secret);
  if (payment.captured != 0) {
    amount_field(json, "captured", payment.captured, payment.currency.known() ? payment.currency : order.currency);
  }
  text_field(json, "failure", payment.failure);
  json.end_object();
}

Currency currency_of(const Order& order, const Refund& refund) {
  for (const PaymentAttempt& payment : order.payments) {
    if (payment.number == refund.attempt && payment.currency.known()) return payment.currency;
  }
  return order.currency;
}

void write_refund(JsonWriter& json, const Refund& refund, const Order& order) {
  json.begin_object();
  json.field("id", std::string_view(to_string(refund.id)));
  json.field("state", to_string(refund.state));
  amount_field(json, "amount", refund.amount, currency_of(order, refund));
  json.field("payment", refund.attempt);
  text_field(json, "reason", refund.reason);
  json.end_object();
}

void write_shipment_fields(JsonWriter& json, const Shipment& shipment) {
  json.field("id", std::string_view(to_string(shipment.id)));
  json.field("state", to_string(shipment.state));
  text_field(json, "carrier", shipment.carrier);
  text_field(json, "tracking", shipment.tracking);
  json.key("lines").begin_array();
  for (const ShippedLine& line : shipment.lines) {
    json.begin_object();
    json.field("sku", std::string_view(line.sku));
    json.field("quantity", line.quantity);
    json.end_object();
  }
  json.end_array();
  time_field(json, "shipped_at", shipment.shipped_at);
  time_field(json, "delivered_at", shipment.delivered_at);
}

template <class Items, class Write>
void array_field(JsonWriter& json, std::string_view name, const Items& items, Write&& write) {
  json.key(name).begin_array();
  for (const auto& item : items) write(item);
  json.end_array();
}

void write_deadline(JsonWriter& json, const Order& order, EpochMillis now) {
  if (order.state != OrderState::payment_pending) return;
  time_field(json, "payment_due", order.payment_due);
  json.field("expires_in_s", std::max<std::int64_t>(0, (order.payment_due - now) / kSecond));
}

void write_head(JsonWriter& json, const Order& order) {
  json.field("id", std::string_view(to_string(order.key)));
  json.field("state", to_string(order.state));
  text_field(json, "reason", order.reason);
  json.field("version", order.version);
  time_field(json, "created_at", order.created_at);
  time_field(json, "updated_at", order.updated_at);
}

}  // namespace

bool may_see(const Principal& principal, const Order& order) {
  return may_act_for(principal, order) || principal.is(Role::fulfilment);
}

bool may_act_for(const Principal& principal, const Order& order) {
  if (principal.is(Role::support)) return true;
  return principal.kind != Principal::Kind::anonymous && principal.owner() == order.owner;
}

bool is_support(const Principal& principal, const Order&) { return principal.is(Role::support); }
bool is_fulfilment(const Principal& principal, const Order&) { return principal.is(Role::fulfilment); }

void write_order(JsonWriter& json, const Order& order, const Principal& reader, EpochMillis now) {
  const bool is_owner = reader.kind != Principal::Kind::anonymous && reader.owner() == order.owner;
  json.begin_object();
  write_head(json, order);
  write_deadline(json, order, now);
  json.field("cart", std::string_view(to_string(order.cart)));
  text_field(json, "email", order.email);
  raw_field(json, "shipping_address", order.shipping_address);
  array_field(json, "lines", order.lines, [&](const OrderLine& line) { write_line(json, line); });
  array_field(json, "adjustments", order.adjustments, [&](const Adjustment& a) { write_adjustment(json, a, order.currency); });
  amount_field(json, "subtotal", order.subtotal, order.currency);
  amount_field(json, "total", order.total, order.currency);
  amount_field(json, "captured", order.captured, order.currency);
  amount_field(json, "refunded", order.refunded, order.currency);
  array_field(json, "payments", order.payments, [&](const PaymentAttempt& p) { write_payment(json, p, order, is_owner); });
  array_field(json, "refunds", order.refunds, [&](const Refund& refund) { write_refund(json, refund, order); });
  array_field(json, "shipments", order.shipments, [&](const Shipment& shipment) {
    json.begin_object();
    write_shipment_fields(json, shipment);
    json.end_object();
  });
  json.end_object();
}

void write_order_summary(JsonWriter& json, const Order& order) {
  std::int64_t units = 0;
  for (const OrderLine& line : order.lines) units += line.quantity;
  json.begin_object();
  write_head(json, order);
  json.field("units", units);
  amount_field(json, "total", order.total, order.currency);
  json.end_object();
}

void write_shipment(JsonWriter& json, const Order& order, const Shipment& shipment) {
  json.begin_object();
  json.field("order", std::string_view(to_string(order.key)));
  json.field("order_state", to_string(order.state));
  json.field("order_version", order.version);
  write_shipment_fields(json, shipment);
  json.end_object();
}

Answer order_answer(int status, const Order& order, const Principal& reader, EpochMillis now) {
  Answer answer{.status = status, .body = {}, .headers = {}};
  JsonWriter json(answer.body);
  write_order(json, order, reader, now);
  return std::move(answer).with("ETag", etag(order.version));
}

Answer order_answer(int status, const Order& order, const Transaction& tx) {
  return order_answer(status, order, tx.principal(), tx.now());
}

std::string order_location(const Id& order) { return "/_shop/v1/orders/" + to_string(order); }

Answer order_not_found(const Id& order) {
  return problem(404, "order-not-found", "There is no order " + to_string(order) + ", or it is not yours.");
}

Answer illegal_transition(const Order& order, std::string_view what) {
  const std::string state(to_string(order.state));
  return problem(409, "illegal-transition", std::string(what) + " is not possible while the order is " + state + ".",
                 [&](JsonWriter& json) {
                   json.field("order", std::string_view(to_string(order.key)));
                   json.field("state", to_string(order.state));
                   json.field("version", order.version);
                 });
}

}  // namespace aisle::shop
