#include "server/shop_api/service/thread_executor.hpp"

#include <algorithm>
#include <exception>
#include <future>
#include <utility>

#include "server/log/log.hpp"

namespace aisle::server::shop_api {

/// After `stop` the alarms call at once, on whatever thread; nothing may run then.
void ThreadExecutor::post_after(EpochMillis delay, std::function<void()> task) {
  alarms_.after(std::chrono::milliseconds(std::max<EpochMillis>(delay, 0)), [this, task = std::move(task)] {
    if (stopped_.load(std::memory_order_acquire)) return;
    try {
      task();
    } catch (const std::exception& failure) {
      log::error("a task of the shop's workers failed", {{"what", failure.what()}});
    }
  });
}

void ThreadExecutor::run(const std::function<void()>& task) {
  std::promise<void> done;
  post([&] {
    try {
      task();
      done.set_value();
    } catch (...) {
      done.set_exception(std::current_exception());
    }
  });
  done.get_future().get();
}

void ThreadExecutor::stop() {
  stopped_.store(true, std::memory_order_release);
  alarms_.stop();
}

}  // namespace aisle::server::shop_api
