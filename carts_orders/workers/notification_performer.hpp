#pragma once
// Queue "notification": tells shoppers by message and subscribers by webhook.

#include <functional>
#include <memory>

#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/notifications/message.hpp"
#include "carts_orders/notifications/outgoing_webhooks.hpp"
#include "carts_orders/notifications/templates.hpp"
#include "carts_orders/workers/lifeline.hpp"
#include "carts_orders/workers/performer.hpp"

namespace aisle::shop {

/// The committed order, or null; called on the executor.
using FindOrder = std::function<std::shared_ptr<const Order>(const Id&)>;

/// Lives on one executor. Its parts must outlive it.
class NotificationPerformer final : public Performer {
 public:
  NotificationPerformer(const Templates& templates, MessageSink& sink, OutgoingWebhooks& webhooks, FindOrder find_order)
      : templates_(templates), sink_(sink), webhooks_(webhooks), find_order_(std::move(find_order)) {}
  void perform(const Job& job, Report report) override;

 private:
  void tell(const Job& job, const Notice& notice, Report report);
  void deliver(const Job& job, const WebhookDeliver& event, Report report);

  const Templates& templates_;
  MessageSink& sink_;
  OutgoingWebhooks& webhooks_;
  const FindOrder find_order_;
  Lifeline lifeline_;
};

}  // namespace aisle::shop
