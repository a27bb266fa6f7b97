#pragma once
// Queue "inventory": tells whoever restocks what is running out, by message and by webhook "stock.low".

#include <string>

#include "carts_orders/jobs/job_kinds.hpp"
#include "carts_orders/notifications/message.hpp"
#include "carts_orders/notifications/outgoing_webhooks.hpp"
#include "carts_orders/notifications/templates.hpp"
#include "carts_orders/workers/lifeline.hpp"
#include "carts_orders/workers/performer.hpp"

namespace aisle::shop {

/// Lives on one executor. Its parts must outlive it. `restocker` is a mail address, or empty.
class InventoryPerformer final : public Performer {
 public:
  InventoryPerformer(const Templates& templates, MessageSink& sink, OutgoingWebhooks& webhooks, std::string restocker)
      : templates_(templates), sink_(sink), webhooks_(webhooks), restocker_(std::move(restocker)) {}
  void perform(const Job& job, Report report) override;

 private:
  Message message_of(const Job& job, const RenderedNotice& rendered, std::string id) const;

  const Templates& templates_;
  MessageSink& sink_;
  OutgoingWebhooks& webhooks_;
  const std::string restocker_;
  Lifeline lifeline_;
};

}  // namespace aisle::shop
