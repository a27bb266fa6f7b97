#include "server/shop_api/providers/asio_executor.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace aisle::server::shop_api {
namespace {

TEST(AsioExecutor, RunsTasksOfManyThreadsOneAtATime) {
  AsioExecutor executor;
  executor.start();
  int ran = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) executor.post([&] { ++ran; });
    });
  }
  for (std::thread& thread : threads) thread.join();
  executor.run_and_wait([&] { EXPECT_EQ(ran, 4000); });
}

TEST(AsioExecutor, KeepsDelays) {
  AsioExecutor executor;
  executor.start();
  std::vector<int> order;
  std::atomic<bool> done = false;
  const Stopwatch watch;
  executor.post_after(60, [&] {
    order.push_back(2);
    done = true;
  });
  executor.post_after(20, [&] { order.push_back(1); });
  executor.post([&] { order.push_back(0); });
  while (!done) std::this_thread::yield();
  EXPECT_GE(watch.elapsed_us(), 59'000);
  executor.stop();
  EXPECT_EQ(order, (std::vector{0, 1, 2}));
}

TEST(AsioExecutor, SurvivesTasksThatThrow) {
  AsioExecutor executor;
  executor.start();
  executor.post([] { throw std::runtime_error("on purpose"); });
  bool ran = false;
  executor.run_and_wait([&] { ran = true; });
  EXPECT_TRUE(ran);
}

TEST(AsioExecutor, RunsNothingAfterItStopped) {
  AsioExecutor executor;
  executor.start();
  bool ran = false;
  executor.post_after(3'600'000, [&] { ran = true; });
  executor.stop();
  executor.post([&] { ran = true; });
  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace aisle::server::shop_api
