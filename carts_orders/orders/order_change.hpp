#pragma once
// One order while a command changes it: a copy of the record that walks the table of transitions and tells each step.

#include <string>
#include <string_view>
#include <utility>

#include "carts_orders/machine/transaction.hpp"
#include "carts_orders/orders/transitions.hpp"

namespace aisle::shop {

/// Lives within one handler. Every step and every notice is an event of the feed and a new version, so that who waits
/// for the next version misses nothing. Nothing is recorded before `save`.
class OrderChange {
 public:
  /// `tx` must outlive it.
  OrderChange(Transaction& tx, Order order) : tx_(tx), order_(std::move(order)) {}
  OrderChange(const OrderChange&) = delete;
  OrderChange& operator=(const OrderChange&) = delete;

  Transaction& tx() { return tx_; }
  Order& order() { return order_; }
  const Order& order() const { return order_; }

  /// Begins the history of a new order.
  void begin();
  bool can(OrderEvent event) const { return next_state(order_.state, event).has_value(); }
  /// Emits "order.<new state>" with {"order","from","to","version"} and, where there is one, {"reason"}.
  /// REQUIRES: can(event).
  void step(OrderEvent event);
  /// Emits "order.<topic>", for what changes without a change of state: {"order","version"} and what `more` writes.
  template <class More>
  void tell(std::string_view topic, More&& more) {
    std::string data;
    JsonWriter json(data);
    begin_event(json);
    more(json);
    json.end_object();
    announce(topic, std::move(data));
  }

  /// Something else of the order changed. If nothing more is told of it until `save`, that tells "order.<topic>".
  void note(std::string_view topic) { noted_ = topic; }

  /// Puts the record, if anything was told or noted of it.
  void save();

 private:
  void begin_event(JsonWriter& json);
  void announce(std::string_view topic, std::string data);
  void tell_state(const OrderState* from);

  Transaction& tx_;
  Order order_;
  bool changed_ = false;
  std::string_view noted_;  ///< a literal
};

}  // namespace aisle::shop
