#include "carts_orders/workers/side_thread.hpp"

#include <exception>
#include <utility>

namespace aisle::shop {
namespace {

Status run_guarded(const std::function<Status()>& task) {
  try {
    return task();
  } catch (const std::exception& exception) {
    return Error(ErrorCode::internal, exception.what());
  }
}

}  // namespace

SideThread::~SideThread() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void SideThread::run(std::function<Status()> task, std::function<void(Status)> done) {
  MutexLock lock(mutex_);
  waiting_.push_back({std::move(task), std::move(done)});
  wake_.notify_one();
}

void SideThread::work() {
  for (;;) {
    Waiting next;
    {
      MutexLock lock(mutex_);
      while (waiting_.empty() && !stopping_) wake_.wait(mutex_);
      if (stopping_) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    executor_.post([done = std::move(next.done), status = run_guarded(next.task)] { done(status); });
  }
}

}  // namespace aisle::shop
