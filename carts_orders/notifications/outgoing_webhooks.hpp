#pragma once
// Events of the feed, POSTed to whoever the shop owner configured, signed as payment providers sign theirs.
//
//   {"id":"<id>","type":"order.confirmed","created":"<RFC 3339>","data":{...}}
//   Webhook-Id, Webhook-Signature: t=<seconds>,v1=<hex>   (payments/webhook_signature.hpp)

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "carts_orders/notifications/sent_memory.hpp"
#include "carts_orders/workers/executor.hpp"
#include "carts_orders/workers/http_exchange.hpp"
#include "carts_orders/workers/lifeline.hpp"

namespace aisle::shop {

struct WebhookTarget {
  std::string url;
  std::vector<std::string> secrets;  ///< more than one during a rotation
  std::vector<std::string> events;   ///< beginnings of kinds ("order."); none: all
  bool allow_private = false;        ///< may be a host in a private network
};

struct OutgoingEvent {
  std::string id;     ///< the same at every try
  std::string type;
  std::string data;   ///< a JSON object
  EpochMillis at = 0;
};

/// Lives on one executor, which like `http` must outlive it.
class OutgoingWebhooks {
 public:
  OutgoingWebhooks(std::vector<WebhookTarget> targets, HttpExchange& http, Executor& executor);

  /// Succeeds when every target that wants the event answered 2xx, to this try or an earlier one. What failed is worth
  /// another try, whatever the answer: its owner may mend it. Errors: unavailable.
  void deliver(const OutgoingEvent& event, std::function<void(Status)> done);

 private:
  struct Round;
  void post(const WebhookTarget& target, const OutgoingEvent& event, const std::string& body,
            const std::shared_ptr<Round>& round, const std::string& mark);
  void settle(const std::shared_ptr<Round>& round, const std::string& mark, Status status);

  const std::vector<WebhookTarget> targets_;
  HttpExchange& http_;
  Executor& executor_;
  SentMemory sent_;
  Lifeline lifeline_;
};

}  // namespace aisle::shop
