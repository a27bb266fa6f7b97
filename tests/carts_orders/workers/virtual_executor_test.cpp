#include "carts_orders/testing/virtual_executor.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace aisle::shop {
namespace {

using ::testing::ElementsAre;

TEST(VirtualExecutor, RunsTasksInOrderOfTimeThenOfPosting) {
  VirtualExecutor executor(1000);
  std::vector<int> ran;
  executor.post_after(20, [&] { ran.push_back(3); });
  executor.post_after(10, [&] { ran.push_back(2); });
  executor.post([&] { ran.push_back(1); });
  executor.post_after(20, [&] { ran.push_back(4); });
  EXPECT_TRUE(executor.run_until_idle());
  EXPECT_THAT(ran, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(executor.now(), 1020);
}

TEST(VirtualExecutor, RunsForAWhileAndThenStandsAtItsEnd) {
  VirtualExecutor executor(0);
  int ran = 0;
  executor.post_after(100, [&] { ++ran; });
  executor.post_after(101, [&] { ++ran; });
  executor.run_for(100);
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(executor.now(), 100);
}

TEST(VirtualExecutor, KeepsDelaysWhenTheClockJumps) {
  VirtualExecutor executor(0);
  int ran = 0;
  executor.post_after(100, [&] { ++ran; });
  executor.jump_clock(5'000);
  executor.run_for(99);
  EXPECT_EQ(ran, 0);
  executor.run_for(1);
  EXPECT_EQ(ran, 1);
  EXPECT_EQ(executor.now(), 5'100);
}

TEST(VirtualExecutor, StopsAtItsLimitWhenTasksPostThemselves) {
  VirtualExecutor executor;
  std::function<void()> again = [&] { executor.post(again); };
  executor.post(again);
  EXPECT_FALSE(executor.run_until_idle(1000));
}

}  // namespace
}  // namespace aisle::shop
