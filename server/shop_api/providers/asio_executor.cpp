#include "server/shop_api/providers/asio_executor.hpp"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <future>
#include <utility>

#include "server/http/asio.hpp"
#include "server/log/log.hpp"

namespace aisle::server::shop_api {
namespace {

namespace net = boost::asio;

/// A task that throws breaks its promise; the shop's other work goes on.
void run_task(const std::function<void()>& task) {
  try {
    task();
  } catch (const std::exception& exception) {
    log::error("a background task of the shop failed", {{"why", exception.what()}});
  }
}

}  // namespace

struct AsioExecutor::Loop {
  net::io_context io{1};
  net::executor_work_guard<http::Executor> work{io.get_executor()};
};

AsioExecutor::AsioExecutor() : loop_(std::make_unique<Loop>()) {}
AsioExecutor::~AsioExecutor() { stop(); }

void AsioExecutor::start() {
  thread_ = std::thread([this] { loop_->io.run(); });
}

void AsioExecutor::stop() {
  if (!thread_.joinable()) return;
  loop_->io.stop();
  thread_.join();
}

void AsioExecutor::run_and_wait(const std::function<void()>& task) {
  std::promise<void> ran;
  post([&] {
    run_task(task);
    ran.set_value();
  });
  ran.get_future().wait();
}

void AsioExecutor::post(std::function<void()> task) {
  net::post(loop_->io, [task = std::move(task)] { run_task(task); });
}

void AsioExecutor::post_after(EpochMillis delay, std::function<void()> task) {
  if (delay <= 0) return post(std::move(task));
  // Timers belong to the loop's thread.
  net::post(loop_->io, [this, delay, task = std::move(task)]() mutable {
    auto timer = std::make_shared<http::Timer>(loop_->io.get_executor());
    timer->expires_after(std::chrono::milliseconds(delay));
    timer->async_wait([timer, task = std::move(task)](const http::ErrorCodeOf& error) {
      if (!error) run_task(task);
    });
  });
}

boost::asio::io_context& AsioExecutor::io() { return loop_->io; }

}  // namespace aisle::server::shop_api
