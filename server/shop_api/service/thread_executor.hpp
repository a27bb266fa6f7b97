#pragma once
// The executor of a running server: one thread, the wall clock, and a line of tasks.

#include <functional>
#include <atomic>

#include "carts_orders/workers/executor.hpp"
#include "server/shop_api/polling/alarms.hpp"

namespace aisle::server::shop_api {

/// Any thread may post. An exception of a task is logged and ends only the task.
class ThreadExecutor final : public shop::Executor {
 public:
  EpochMillis now() const override { return clock_.now_ms(); }
  void post(std::function<void()> task) override { post_after(0, std::move(task)); }
  void post_after(EpochMillis delay, std::function<void()> task) override;

  /// Runs `task` on the thread and waits for it. REQUIRES: not called on that thread, nor after `stop`.
  void run(const std::function<void()>& task);
  /// Ends the thread; what has not run is dropped.
  void stop();

 private:
  SystemClock clock_;
  Alarms alarms_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace aisle::server::shop_api
