#pragma once
// START HERE for workers: takes the jobs of one queue, has each done, and submits what came of it. At least once each;
// whatever a job does, its place is free again after a bounded time.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "carts_orders/machine/answer.hpp"
#include "carts_orders/machine/command.hpp"
#include "carts_orders/workers/deadlines.hpp"
#include "carts_orders/workers/executor.hpp"
#include "carts_orders/workers/job_source.hpp"
#include "carts_orders/workers/lifeline.hpp"
#include "carts_orders/workers/performer.hpp"

namespace aisle::shop {

/// Puts a request into the shop's line; the answer comes once, on any thread.
using Submit = std::function<void(Request, std::function<void(Answer)>)>;

struct WorkerSettings {
  std::string queue;
  std::size_t concurrency = 16;       ///< jobs at once
  EpochMillis patience = 60'000;      ///< with one performance, an eighth more at most; then it failed
  EpochMillis lease = 90'000;         ///< longer than that
  EpochMillis wait_after_refusal = 1'000;  ///< when the shop did not take a report: overloaded, disk full
};

struct WorkerCounts {
  std::uint64_t taken = 0;
  std::uint64_t timed_out = 0;
  std::uint64_t threw = 0;
  std::uint64_t refused = 0;  ///< reports that the shop did not take
};

/// Lives on one executor, which like its parts must outlive it.
class Worker {
 public:
  Worker(WorkerSettings settings, Executor& executor, JobSource& jobs, Performer& performer, Submit submit);
  /// Forgets what is under way; those jobs are free again when their leases end.
  ~Worker();

  void start();
  /// Takes no more jobs; those under way are finished.
  void stop();
  std::size_t under_way() const { return under_way_; }
  const WorkerCounts& counts() const { return counts_; }

 private:
  struct Task;
  void pump();
  void begin(Job job);
  void perform(const std::shared_ptr<Task>& task);
  void time_out(const std::shared_ptr<Task>& task);
  void close(const std::shared_ptr<Task>& task, Outcome outcome);
  void report(const std::shared_ptr<Task>& task);
  void answered(const std::shared_ptr<Task>& task, const Answer& answer);
  void end();

  const WorkerSettings settings_;
  Executor& executor_;
  JobSource& jobs_;
  Performer& performer_;
  const Submit submit_;
  bool running_ = false;
  std::size_t under_way_ = 0;
  WorkerCounts counts_;
  std::shared_ptr<std::atomic<bool>> woken_ = std::make_shared<std::atomic<bool>>(false);
  Deadlines<Task> deadlines_;
  Lifeline lifeline_;
};

}  // namespace aisle::shop
