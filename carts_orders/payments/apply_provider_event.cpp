// A signed webhook. The event's id, what it changed and the answer 200 are one commit.
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/payments/parked_events.hpp"
#include "carts_orders/payments/payment_events.hpp"

namespace aisle::shop {
namespace {

Answer received(std::string_view what) {
  Answer answer;
  JsonWriter json(answer.body);
  json.begin_object();
  json.field("received", true);
  json.field("event", what);
  json.end_object();
  return answer;
}

}  // namespace

Answer handle(Transaction& tx, const ApplyProviderEvent& command) {
  const ProviderEvent& event = command.event;
  if (tx.find<WebhookEvent>(webhook_key(event))) return received("duplicate");
  if (!apply_event(tx, event)) {
    park(tx, event, command.payload);
    return received("parked");
  }
  tx.put(WebhookEvent{.key = webhook_key(event), .received_at = tx.now(), .parked = false, .payload = {}});
  return received("applied");
}

}  // namespace aisle::shop
