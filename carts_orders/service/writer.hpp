#pragma once
// The one thread that changes anything: takes requests from a line, runs them in group commits, and does what time asks
// for in between.

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "base/mutex.hpp"
#include "carts_orders/service/batch_runner.hpp"
#include "carts_orders/service/shop_clock.hpp"
#include "carts_orders/service/timers.hpp"

namespace aisle::shop {

struct WriterOptions {
  std::size_t batch_limit = 256;    ///< requests per commit
  std::size_t queue_limit = 20'000; ///< requests that may wait; past it 503
  /// Called when the store's state is unknown; must not return. Nobody was answered since the last durable commit.
  std::function<void(const Error&)> stop_process;
  /// Told after each batch that held requests: how many, how long it took, and whether the disk was full.
  std::function<void(std::size_t requests, std::int64_t microseconds, bool disk_full)> observe;
};

/// Thread-safe.
class Writer {
 public:
  /// Starts the thread. All parts must outlive it and be used by nobody else as writer.
  Writer(BatchRunner& runner, Timers& timers, ShopClock& clock, WriterOptions options);
  /// Finishes what is in the line.
  ~Writer();

  /// Puts a request into the line. `done` is called once, on the writer's thread, after the commit; or at once, on the
  /// calling thread, with a 503 when the line is full or the writer is closing.
  void submit(Request request, Completion done);

  /// Runs what is in the line to its end and stops the thread. Further requests get 503.
  void close();

  /// The shop's time as of the last batch.
  EpochMillis now() const { return now_.load(std::memory_order_relaxed); }
  bool disk_full() const { return disk_full_.load(std::memory_order_relaxed); }
  std::size_t waiting() const;

 private:
  void work();
  std::vector<Submission> next_batch();
  bool run_due();
  void run(std::vector<Submission> batch);

  BatchRunner& runner_;
  Timers& timers_;
  ShopClock& clock_;
  const WriterOptions options_;
  mutable Mutex mutex_;
  CondVar arrived_;
  std::vector<Submission> line_ AISLE_GUARDED_BY(mutex_);
  bool closing_ AISLE_GUARDED_BY(mutex_) = false;
  std::atomic<EpochMillis> now_;
  std::atomic<bool> disk_full_ = false;
  std::thread thread_;
};

}  // namespace aisle::shop
