#pragma once
// What carries an order on: jobs for workers (queue, outbox and timers in one), the feed of what happened, the answers
// that a retry gets again, and the webhooks that were seen.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "carts_orders/id.hpp"

namespace aisle::shop {

/// Work to be done once the commit that recorded it is durable, or later. Removed by the commit of its outcome.
struct Job {
  using Key = std::int64_t;
  enum class State : std::uint8_t { ready, dead };
  std::int64_t key = 0;   ///< from 1, in the order recorded
  std::string queue;      ///< "payment", "shipping", "notification", "inventory", "timer"
  std::string kind;       ///< "payment.create", ...; jobs/job_kinds.hpp lists them
  Id subject;             ///< the order, usually
  std::string payload;    ///< a JSON object, or empty
  State state = State::ready;
  EpochMillis run_at = 0;
  std::int32_t attempts = 0;  ///< that failed
  std::string last_error;
  EpochMillis created_at = 0;
};
std::string_view to_string(Job::State state);

/// One line of the ordered feed. `data` is what consumers read.
struct Event {
  std::int64_t number = 0;  ///< from 1, without gaps
  EpochMillis at = 0;
  std::string kind;     ///< "order.confirmed", "stock.low", ...
  Id subject;           ///< the order, cart or reservation; null for others
  std::string data;     ///< a JSON object
};

/// The stored answer to an idempotency key, replayed byte for byte.
struct StoredAnswer {
  using Key = std::string;
  std::string key;          ///< SHA-256 in hex of owner, method, route and key
  std::string fingerprint;  ///< SHA-256 in hex of path and body
  std::int32_t status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  EpochMillis created_at = 0;
  EpochMillis expires_at = 0;
};

/// A provider's webhook that was accepted. Key: "<provider>:<event id>".
struct WebhookEvent {
  using Key = std::string;
  std::string key;
  EpochMillis received_at = 0;
  bool parked = false;    ///< its order is not known yet
  std::string payload;    ///< as received, while parked
};

/// Small facts of the whole shop: "clock".
struct Meta {
  using Key = std::string;
  std::string key;
  std::string value;
};

}  // namespace aisle::shop
