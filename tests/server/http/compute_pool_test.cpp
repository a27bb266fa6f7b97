#include "server/http/compute_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace aisle::server::http {
namespace {

PoolLimits small_pool() {
  PoolLimits limits;
  limits.search = {2, 3};
  limits.write = {1, 1};
  limits.admin = {1, 1};
  return limits;
}

TEST(ComputePool, RefusesWhenTheQueueOfAClassIsFull) {
  ComputePool pool(small_pool());
  std::promise<void> gate;
  auto open = gate.get_future().share();
  int accepted = 0;
  while (accepted < 100 && pool.try_submit(EndpointClass::search, [open] { open.wait(); })) ++accepted;
  EXPECT_EQ(accepted, 5) << "two run, three wait";
  EXPECT_EQ(pool.load(EndpointClass::search).rejected, 1u);
  gate.set_value();
}

TEST(ComputePool, LeavesThreadsToOtherClasses) {
  ComputePool pool(small_pool());
  std::promise<void> gate;
  auto open = gate.get_future().share();
  while (pool.try_submit(EndpointClass::write, [open] { open.wait(); })) {
  }
  std::promise<void> searched;
  ASSERT_TRUE(pool.try_submit(EndpointClass::search, [&] { searched.set_value(); }));
  searched.get_future().wait();
  gate.set_value();
}

TEST(ComputePool, NeverRunsMoreOfAClassThanItsLimit) {
  PoolLimits limits = small_pool();
  limits.search.queue_capacity = 1000;
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  std::atomic<int> done = 0;
  {
    ComputePool pool(limits);
    for (int i = 0; i < 500; ++i) {
      ASSERT_TRUE(pool.try_submit(EndpointClass::search, [&] {
        const int now = ++running;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        --running;
        ++done;
      }));
    }
    while (done < 500) std::this_thread::yield();
  }
  EXPECT_LE(most, 2);
}

TEST(ComputePool, DestroysUnrunJobsWhenItStops) {
  auto token = std::make_shared<int>(1);
  {
    ComputePool pool(small_pool());
    std::promise<void> gate;
    auto open = gate.get_future().share();
    while (pool.try_submit(EndpointClass::write, [open, token] { open.wait(); })) {
    }
    gate.set_value();
    pool.stop();
    EXPECT_FALSE(pool.try_submit(EndpointClass::write, [] {}));
  }
  EXPECT_EQ(token.use_count(), 1);
}

}  // namespace
}  // namespace aisle::server::http
