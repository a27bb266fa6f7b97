#pragma once
// The executor of a running shop: one thread, one Asio loop.

#include <memory>
#include <thread>

#include "carts_orders/workers/executor.hpp"

namespace boost::asio {
class io_context;
}

namespace aisle::server::shop_api {

/// Destroy what lives on it after `stop` and before its own end.
class AsioExecutor final : public shop::Executor {
 public:
  AsioExecutor();
  ~AsioExecutor() override;

  void start();
  /// Ends the thread after the task that runs; tasks that wait are never run. Any thread but its own.
  void stop();
  /// Runs `task` on the executor and waits for its end. Any thread but its own; before `stop`.
  void run_and_wait(const std::function<void()>& task);

  EpochMillis now() const override { return clock_.now_ms(); }
  void post(std::function<void()> task) override;
  void post_after(EpochMillis delay, std::function<void()> task) override;

  /// For adapters that read and write sockets on this thread.
  boost::asio::io_context& io();

 private:
  struct Loop;
  const SystemClock clock_;
  const std::unique_ptr<Loop> loop_;
  std::thread thread_;
};

}  // namespace aisle::server::shop_api
