#pragma once
// How answers show an order.

#include <string>

#include "base/clock.hpp"
#include "carts_orders/machine/answer.hpp"
#include "carts_orders/machine/transaction.hpp"
#include "carts_orders/principal.hpp"
#include "carts_orders/records/order.hpp"

namespace aisle::shop {

/// Who sees an order at all: its owner, support and fulfilment, Aisle itself. For everybody else it does not exist.
bool may_see(const Principal& principal, const Order& order);
/// Who may pay and cancel: its owner and support.
bool may_act_for(const Principal& principal, const Order& order);
/// Who decides about money; who packs. The server's table answers 403 before, this is the second lock.
bool is_support(const Principal& principal, const Order& order);
bool is_fulfilment(const Principal& principal, const Order& order);

/// The whole order as one JSON object, as of `now` (for `expires_in_s`). The client secrets of payments are for the
/// owner's browser alone.
void write_order(JsonWriter& json, const Order& order, const Principal& reader, EpochMillis now);
/// For lists: id, state, version, total, times, and how many units.
void write_order_summary(JsonWriter& json, const Order& order);
/// One shipment of an order.
void write_shipment(JsonWriter& json, const Order& order, const Shipment& shipment);

/// The order as an answer, with its ETag.
Answer order_answer(int status, const Order& order, const Principal& reader, EpochMillis now);
Answer order_answer(int status, const Order& order, const Transaction& tx);
/// "/_shop/v1/orders/<id>".
std::string order_location(const Id& order);

/// 404 `order-not-found`.
Answer order_not_found(const Id& order);
/// 409 `illegal-transition`, with the order's state.
Answer illegal_transition(const Order& order, std::string_view what);

}  // namespace aisle::shop
