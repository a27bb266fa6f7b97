#include "carts_orders/orders/order_change.hpp"

#include <cassert>

#include "carts_orders/jobs/job_kinds.hpp"

namespace aisle::shop {

void OrderChange::begin() { tell_state(nullptr); }

void OrderChange::step(OrderEvent event) {
  const std::optional<OrderState> next = next_state(order_.state, event);
  assert(next && "an order was moved along a transition that is not in the table");
  const OrderState from = order_.state;
  order_.state = *next;
  tell_state(&from);
}

void OrderChange::tell_state(const OrderState* from) {
  tell(to_string(order_.state), [&](JsonWriter& json) {
    json.key("from");
    if (from != nullptr) {
      json.string(to_string(*from));
    } else {
      json.null();
    }
    json.field("to", to_string(order_.state));
    if (!order_.reason.empty()) json.field("reason", std::string_view(order_.reason));
  });
}

void OrderChange::begin_event(JsonWriter& json) {
  order_.version += 1;
  json.begin_object();
  json.field("order", std::string_view(to_string(order_.key)));
  json.field("version", order_.version);
}

void OrderChange::announce(std::string_view topic, std::string data) {
  changed_ = true;
  std::string kind = "order." + std::string(topic);
  if (tx_.settings().outgoing_webhooks) {
    const std::string id = to_string(order_.key) + ':' + std::to_string(order_.version);
    tx_.enqueue(make_job(WebhookDeliver{.id = id, .event = kind, .data = data}, order_.key));
  }
  tx_.emit(std::move(kind), order_.key, std::move(data));
}

void OrderChange::save() {
  if (!changed_ && !noted_.empty()) tell(noted_, [](JsonWriter&) {});
  noted_ = {};
  if (!changed_) return;
  order_.updated_at = tx_.now();
  tx_.put(order_);
  changed_ = false;
}

}  // namespace aisle::shop
