// Removes what its time is over for. The lists are a reader's of some moments ago: each entry is judged again.
#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/payments/parked_events.hpp"

namespace aisle::shop {
namespace {

bool is_over(const Transaction& tx, const WebhookEvent& event) {
  const EpochMillis life = event.parked ? tx.settings().parked_webhook_life : tx.settings().webhook_life;
  return event.received_at + life <= tx.now();
}

void forget(Transaction& tx, const WebhookEvent& event) {
  if (is_parked_list(event)) {
    drop_parked_list(tx, event.key);
  } else {
    tx.erase<WebhookEvent>(event.key);
  }
}

}  // namespace

Answer handle(Transaction& tx, const Tidy& command) {
  for (const std::string& key : command.answers) {
    const auto answer = tx.find<StoredAnswer>(key);
    if (answer && answer->expires_at <= tx.now()) tx.erase<StoredAnswer>(key);
  }
  for (const std::string& key : command.webhooks) {
    const auto event = tx.find<WebhookEvent>(key);
    if (event && is_over(tx, *event)) forget(tx, *event);
  }
  return noted();
}

}  // namespace aisle::shop
