#pragma once
// An executor on the test's own thread, for adapters that have threads of theirs.

#include <chrono>
#include <deque>
#include <functional>

#include "base/mutex.hpp"
#include "carts_orders/workers/executor.hpp"

namespace aisle::shop {

class WaitingExecutor final : public Executor {
 public:
  EpochMillis now() const override { return SystemClock().now_ms(); }
  void post(std::function<void()> task) override {
    MutexLock lock(mutex_);
    tasks_.push_back(std::move(task));
    arrived_.notify_one();
  }
  /// Delays are not kept: nothing here waits for time.
  void post_after(EpochMillis, std::function<void()> task) override { post(std::move(task)); }

  /// Runs tasks as they come until `done` holds; false when half a minute passed first.
  template <class Condition>
  bool run_until(Condition done) {
    const Stopwatch watch;
    while (!done()) {
      if (watch.elapsed_seconds() > 30) return false;
      if (auto task = next()) task();
    }
    return true;
  }

 private:
  std::function<void()> next() {
    MutexLock lock(mutex_);
    if (tasks_.empty()) arrived_.wait_for(mutex_, std::chrono::milliseconds(100));
    if (tasks_.empty()) return nullptr;
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }
  Mutex mutex_;
  CondVar arrived_;
  std::deque<std::function<void()>> tasks_ AISLE_GUARDED_BY(mutex_);
};

}  // namespace aisle::shop
