// A notice went out: its marker and its job's end in one commit, so that only a crash between sending and this can send
// it twice.
#include <algorithm>

#include "carts_orders/jobs/settle_job.hpp"
#include "carts_orders/machine/handlers.hpp"
#include "carts_orders/orders/order_change.hpp"

namespace aisle::shop {

Answer handle(Transaction& tx, const NotificationSent& command) {
  const auto job = tx.find<Job>(command.job);
  if (job && job->queue == "notification") tx.erase<Job>(command.job);
  const auto order = tx.find<Order>(command.order);
  if (!order || std::ranges::find(order->notified, command.notice) != order->notified.end()) return noted();
  OrderChange change(tx, *order);
  change.order().notified.push_back(command.notice);
  change.tell("notified", [&](JsonWriter& json) { json.field("notice", std::string_view(command.notice)); });
  change.save();
  return noted();
}

}  // namespace aisle::shop
