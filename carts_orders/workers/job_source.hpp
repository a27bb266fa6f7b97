#pragma once
// Where workers get their jobs. The service's job board implements it over the committed Job rows.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "carts_orders/records/messages.hpp"

namespace aisle::shop {

/// Thread-safe. A taken job is leased: nobody else gets it until its row changes or goes, it is released, or the lease
/// ends. Leases are in memory, so the death of the process ends them all.
class JobSource {
 public:
  virtual ~JobSource() = default;

  /// The job of that queue that has been due the longest and is not leased, now leased for `lease` milliseconds.
  virtual std::optional<Job> take(std::string_view queue, EpochMillis lease) = 0;
  /// The lease ends `lease` milliseconds from now; false when it has ended already, and someone else may be at work.
  virtual bool extend(std::int64_t job, EpochMillis lease) = 0;
  /// Gives a job back undone; it is not taken again before `wait` milliseconds have passed. Its row stays as it is.
  virtual void release(std::int64_t job, EpochMillis wait) = 0;
  /// `wake` is called, on any thread, whenever a job of the queue may have become free to take: recorded, due, released,
  /// or its lease over. Needless calls are harmless. An empty function ends the calls; none is under way after it.
  virtual void on_ready(std::string_view queue, std::function<void()> wake) = 0;
};

}  // namespace aisle::shop
