#pragma once
// All of a shop's workers, with what they need of the world.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "carts_orders/notifications/message.hpp"
#include "carts_orders/notifications/outgoing_webhooks.hpp"
#include "carts_orders/notifications/templates.hpp"
#include "carts_orders/payments/provider.hpp"
#include "carts_orders/shipping/carrier.hpp"
#include "carts_orders/workers/inventory_performer.hpp"
#include "carts_orders/workers/notification_performer.hpp"
#include "carts_orders/workers/payment_performer.hpp"
#include "carts_orders/workers/shipping_performer.hpp"
#include "carts_orders/workers/worker.hpp"

namespace aisle::shop {

/// The world: everything that jobs act upon. All of it must outlive the workers.
struct World {
  std::map<std::string, PaymentProvider*> providers;  ///< by the names that orders record
  std::map<std::string, Carrier*> carriers;           ///< likewise
  const Templates* templates = nullptr;
  MessageSink* messages = nullptr;
  OutgoingWebhooks* webhooks = nullptr;
  FindOrder find_order;
  std::string restocker;  ///< who is told of low stock: a mail address, or empty
};

struct WorkersSettings {
  std::size_t payment_concurrency = 128;
  std::size_t shipping_concurrency = 64;
  std::size_t notification_concurrency = 32;
  std::size_t inventory_concurrency = 4;
  EpochMillis patience = 60'000;
};

/// Lives on one executor: made, started, stopped and destroyed there (or while it does not run).
class Workers {
 public:
  Workers(WorkersSettings settings, World world, Executor& executor, JobSource& jobs, Submit submit);
  void start();
  void stop();
  /// Jobs being done.
  std::size_t under_way() const;
  /// By queue.
  std::map<std::string, WorkerCounts> counts() const;

 private:
  PaymentPerformer payments_;
  ShippingPerformer shipping_;
  NotificationPerformer notifications_;
  InventoryPerformer inventory_;
  std::vector<std::pair<std::string, std::unique_ptr<Worker>>> workers_;
};

}  // namespace aisle::shop
