#pragma once
// The fields of every record, named once: columns, JSON members, checksums and comparisons are all made from these
// lists. A record's first fields are its key (`kTable`). A name is a column's name and part of the stored format.
// A test proves that no member of a record is missing here.

#include <concepts>
#include <string_view>
#include <type_traits>

#include "carts_orders/records/cart.hpp"
#include "carts_orders/records/messages.hpp"
#include "carts_orders/records/order.hpp"
#include "carts_orders/records/reservation.hpp"
#include "carts_orders/records/stock.hpp"

namespace aisle::shop {

/// R is T, const or not.
template <class R, class T>
concept Is = std::same_as<std::remove_const_t<R>, T>;

/// How a kind of record lies in a table.
struct TableShape {
  std::string_view name;
  int key_fields = 1;         ///< how many of the first fields are the key
  std::string_view checksum;  ///< column of a checksum that is kept beside the fields; empty: none
};
template <class Record>
inline constexpr TableShape kTable;

// Each list calls `visit(name, field)` in the order of the columns.

template <>
inline constexpr TableShape kTable<Stock>{"stock", 2, ""};
template <Is<Stock> R, class Visit>
void for_each_field(R& stock, Visit&& visit) {
  visit("sku", stock.key.sku);
  visit("location", stock.key.location);
  visit("on_hand", stock.on_hand);
  visit("reserved", stock.reserved);
  visit("committed", stock.committed);
  visit("version", stock.version);
}

template <>
inline constexpr TableShape kTable<Price>{"prices", 1, ""};
template <Is<Price> R, class Visit>
void for_each_field(R& price, Visit&& visit) {
  visit("sku", price.key);
  visit("amount", price.price.amount);
  visit("currency", price.price.currency);
  visit("version", price.version);
}

template <Is<ReservedLine> R, class Visit>
void for_each_field(R& line, Visit&& visit) {
  visit("sku", line.stock.sku);
  visit("location", line.stock.location);
  visit("quantity", line.quantity);
  visit("shipped", line.shipped);
}

template <>
inline constexpr TableShape kTable<Reservation>{"reservations", 1, ""};
template <Is<Reservation> R, class Visit>
void for_each_field(R& reservation, Visit&& visit) {
  visit("id", reservation.key);
  visit("state", reservation.state);
  visit("owner", reservation.owner);
  visit("lines", reservation.lines);
  visit("created_at", reservation.created_at);
  visit("expires_at", reservation.expires_at);
  visit("extendable_until", reservation.extendable_until);
  visit("version", reservation.version);
}

template <Is<CartLine> R, class Visit>
void for_each_field(R& line, Visit&& visit) {
  visit("sku", line.sku);
  visit("quantity", line.quantity);
  visit("unit_price", line.unit_price);
  visit("title", line.title);
  visit("attributes", line.attributes);
  visit("added_at", line.added_at);
}

template <>
inline constexpr TableShape kTable<Cart>{"carts", 1, ""};
template <Is<Cart> R, class Visit>
void for_each_field(R& cart, Visit&& visit) {
  visit("id", cart.key);
  visit("state", cart.state);
  visit("owner", cart.owner);
  visit("token_hash", cart.token_hash);
  visit("lines", cart.lines);
  visit("created_at", cart.created_at);
  visit("updated_at", cart.updated_at);
  visit("expires_at", cart.expires_at);
  visit("version", cart.version);
  visit("merged_into", cart.merged_into);
  visit("merge_answer", cart.merge_answer);
  visit("order_id", cart.order);
  visit("hold", cart.hold);
}

template <>
inline constexpr TableShape kTable<CartOwner>{"cart_owners", 1, ""};
template <Is<CartOwner> R, class Visit>
void for_each_field(R& owner, Visit&& visit) {
  visit("owner", owner.key);
  visit("cart", owner.cart);
}

template <Is<OrderLine> R, class Visit>
void for_each_field(R& line, Visit&& visit) {
  visit("sku", line.sku);
  visit("title", line.title);
  visit("attributes", line.attributes);
  visit("quantity", line.quantity);
  visit("shipped", line.shipped);
  visit("unit_price", line.unit_price);
  visit("total", line.total);
}

template <Is<Adjustment> R, class Visit>
void for_each_field(R& adjustment, Visit&& visit) {
  visit("code", adjustment.code);
  visit("label", adjustment.label);
  visit("amount", adjustment.amount);
}

template <Is<PaymentAttempt> R, class Visit>
void for_each_field(R& payment, Visit&& visit) {
  visit("number", payment.number);
  visit("state", payment.state);
  visit("provider", payment.provider);
  visit("method", payment.method);
  visit("intent", payment.intent);
  visit("client_secret", payment.client_secret);
  visit("captured", payment.captured);
  visit("currency", payment.currency);
  visit("rank", payment.rank);
  visit("failure", payment.failure);
  visit("poll_job", payment.poll_job);
}

template <Is<Refund> R, class Visit>
void for_each_field(R& refund, Visit&& visit) {
  visit("id", refund.id);
  visit("state", refund.state);
  visit("amount", refund.amount);
  visit("attempt", refund.attempt);
  visit("reason", refund.reason);
  visit("provider_refund", refund.provider_refund);
}

template <Is<ShippedLine> R, class Visit>
void for_each_field(R& line, Visit&& visit) {
  visit("sku", line.sku);
  visit("quantity", line.quantity);
}

template <Is<Shipment> R, class Visit>
void for_each_field(R& shipment, Visit&& visit) {
  visit("id", shipment.id);
  visit("state", shipment.state);
  visit("lines", shipment.lines);
  visit("carrier", shipment.carrier);
  visit("tracking", shipment.tracking);
  visit("shipped_at", shipment.shipped_at);
  visit("delivered_at", shipment.delivered_at);
}

template <>
inline constexpr TableShape kTable<Order>{"orders", 1, "checksum"};
template <Is<Order> R, class Visit>
void for_each_field(R& order, Visit&& visit) {
  visit("id", order.key);
  visit("state", order.state);
  visit("owner", order.owner);
  visit("email", order.email);
  visit("shipping_address", order.shipping_address);
  visit("cart", order.cart);
  visit("reservation", order.reservation);
  visit("currency", order.currency);
  visit("lines", order.lines);
  visit("adjustments", order.adjustments);
  visit("subtotal", order.subtotal);
  visit("total", order.total);
  visit("captured", order.captured);
  visit("refunded", order.refunded);
  visit("payments", order.payments);
  visit("refunds", order.refunds);
  visit("shipments", order.shipments);
  visit("notified", order.notified);
  visit("reason", order.reason);
  visit("created_at", order.created_at);
  visit("updated_at", order.updated_at);
  visit("payment_due", order.payment_due);
  visit("due_job", order.due_job);
  visit("version", order.version);
}

template <>
inline constexpr TableShape kTable<Intent>{"intents", 1, ""};
template <Is<Intent> R, class Visit>
void for_each_field(R& intent, Visit&& visit) {
  visit("intent", intent.key);
  visit("order_id", intent.order);
  visit("attempt", intent.attempt);
}

template <>
inline constexpr TableShape kTable<Job>{"jobs", 1, ""};
template <Is<Job> R, class Visit>
void for_each_field(R& job, Visit&& visit) {
  visit("number", job.key);
  visit("queue", job.queue);
  visit("kind", job.kind);
  visit("subject", job.subject);
  visit("payload", job.payload);
  visit("state", job.state);
  visit("run_at", job.run_at);
  visit("attempts", job.attempts);
  visit("last_error", job.last_error);
  visit("created_at", job.created_at);
}

template <>
inline constexpr TableShape kTable<StoredAnswer>{"answers", 1, ""};
template <Is<StoredAnswer> R, class Visit>
void for_each_field(R& answer, Visit&& visit) {
  visit("answer_key", answer.key);
  visit("fingerprint", answer.fingerprint);
  visit("status", answer.status);
  visit("body", answer.body);
  visit("headers", answer.headers);
  visit("created_at", answer.created_at);
  visit("expires_at", answer.expires_at);
}

template <>
inline constexpr TableShape kTable<WebhookEvent>{"webhooks", 1, ""};
template <Is<WebhookEvent> R, class Visit>
void for_each_field(R& event, Visit&& visit) {
  visit("event", event.key);
  visit("received_at", event.received_at);
  visit("parked", event.parked);
  visit("payload", event.payload);
}

template <>
inline constexpr TableShape kTable<Meta>{"meta", 1, ""};
template <Is<Meta> R, class Visit>
void for_each_field(R& meta, Visit&& visit) {
  visit("name", meta.key);
  visit("value", meta.value);
}

template <>
inline constexpr TableShape kTable<Event>{"events", 1, "chain"};
template <Is<Event> R, class Visit>
void for_each_field(R& event, Visit&& visit) {
  visit("number", event.number);
  visit("at", event.at);
  visit("kind", event.kind);
  visit("subject", event.subject);
  visit("data", event.data);
}

template <>
inline constexpr TableShape kTable<LedgerEntry>{"ledger", 1, "chain"};
template <Is<LedgerEntry> R, class Visit>
void for_each_field(R& entry, Visit&& visit) {
  visit("number", entry.number);
  visit("at", entry.at);
  visit("sku", entry.stock.sku);
  visit("location", entry.stock.location);
  visit("kind", entry.kind);
  visit("on_hand", entry.on_hand);
  visit("reserved", entry.reserved);
  visit("committed", entry.committed);
  visit("reference", entry.reference);
  visit("reason", entry.reason);
}

/// A part or a record with a list of fields above.
template <class T>
concept HasFields = requires(T& value) { for_each_field(value, [](std::string_view, auto&) {}); };

}  // namespace aisle::shop
