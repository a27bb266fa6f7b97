#pragma once
// What workers report of jobs in general, what timers start, and what operators do about dead ones.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "carts_orders/id.hpp"

namespace aisle::shop {

/// Done, with nothing else to record.
struct FinishJob {
  std::int64_t job = 0;
};
/// Did not work. Tried again with backoff until its attempts are used up; then dead, and whatever its kind says
/// happens (a payment that could not be created fails its order when its time is over).
struct FailJob {
  std::int64_t job = 0;
  std::string error;
  bool permanent = false;
};
/// POST /admin/queues/{queue}/dead/{id}/requeue.
struct RequeueJob {
  std::string queue;
  std::int64_t job = 0;
};
/// A job of queue "timer" whose time has come: executed by the state machine itself.
struct RunTimer {
  std::int64_t job = 0;
};
/// The carrier took a shipment.
struct ShipmentBooked {
  std::int64_t job = 0;
  Id order;
  Id shipment;
  std::string carrier;
  std::string tracking;
};
/// The carrier's news of a shipment; delivered or not yet.
struct ShipmentTracked {
  std::int64_t job = 0;
  Id order;
  Id shipment;
  bool delivered = false;
  std::string detail;
};
/// A notification went out: its marker and its job's end in one commit.
struct NotificationSent {
  std::int64_t job = 0;
  Id order;
  std::string notice;  ///< "confirmation", "payment_failed", "shipped"
};
/// Removes stored answers, webhook ids and parked events whose time is over.
struct Tidy {
  std::vector<std::string> answers;
  std::vector<std::string> webhooks;
};

using JobCommand =
    std::variant<FinishJob, FailJob, RequeueJob, RunTimer, ShipmentBooked, ShipmentTracked, NotificationSent, Tidy>;

}  // namespace aisle::shop
