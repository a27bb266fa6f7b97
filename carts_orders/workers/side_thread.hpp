#pragma once
// A thread for what must block (mail, syncing a file), apart from the executor that must not.

#include <deque>
#include <functional>
#include <thread>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "carts_orders/workers/executor.hpp"

namespace aisle::shop {

/// The executor must outlive it and must not run tasks that it posted after the owners of their completions are gone.
class SideThread {
 public:
  explicit SideThread(Executor& executor) : executor_(executor), thread_([this] { work(); }) {}
  /// Finishes the running task; those that wait are dropped, their completions never called.
  ~SideThread();
  SideThread(const SideThread&) = delete;
  SideThread& operator=(const SideThread&) = delete;

  /// Runs `task` on the thread, after those before it, then `done` with its result on the executor. An exception of the
  /// task is an internal error. Any thread.
  void run(std::function<Status()> task, std::function<void(Status)> done);

 private:
  struct Waiting {
    std::function<Status()> task;
    std::function<void(Status)> done;
  };
  void work();

  Executor& executor_;
  Mutex mutex_;
  CondVar wake_;
  std::deque<Waiting> waiting_ AISLE_GUARDED_BY(mutex_);
  bool stopping_ AISLE_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace aisle::shop
