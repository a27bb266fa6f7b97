#include "carts_orders/service/change_waiters.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace aisle::shop {
namespace {

constexpr Id kOrder{.high = 1, .low = 1};
constexpr Id kOther{.high = 2, .low = 2};

ChangeSet changed_order(const Id& id) {
  ChangeSet changes;
  changes.of<Order>().upserts.push_back(std::make_shared<const Order>(Order{.key = id}));
  return changes;
}

ChangeSet new_event() {
  ChangeSet changes;
  changes.events.push_back({.number = 1, .kind = "stock.low"});
  return changes;
}

TEST(ChangeWaiters, WakeWhoeverWaitsForTheOrderThatChangedOnce) {
  ChangeWaiters waiters;
  int first = 0;
  int second = 0;
  int other = 0;
  waiters.wait_for_order(kOrder, [&] { ++first; });
  waiters.wait_for_order(kOrder, [&] { ++second; });
  waiters.wait_for_order(kOther, [&] { ++other; });
  waiters.committed(changed_order(kOrder));
  waiters.committed(changed_order(kOrder));
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
  EXPECT_EQ(other, 0);
}

TEST(ChangeWaiters, WakeWhoeverWaitsForEventsWhenTheFeedGrows) {
  ChangeWaiters waiters;
  int woken = 0;
  waiters.wait_for_events([&] { ++woken; });
  waiters.committed(changed_order(kOrder));
  EXPECT_EQ(woken, 0);
  waiters.committed(new_event());
  waiters.committed(new_event());
  EXPECT_EQ(woken, 1);
}

TEST(ChangeWaiters, DoNotCallWhoeverCancelled) {
  ChangeWaiters waiters;
  int woken = 0;
  const auto kept = waiters.wait_for_order(kOrder, [&] { ++woken; });
  const auto ticket = waiters.wait_for_order(kOrder, [&] { woken += 100; });
  EXPECT_TRUE(waiters.cancel(ticket));
  EXPECT_FALSE(waiters.cancel(ticket));
  waiters.committed(changed_order(kOrder));
  EXPECT_EQ(woken, 1);
  EXPECT_FALSE(waiters.cancel(kept)) << "it was called already";
}

TEST(ChangeWaiters, LetAWakeWaitAgain) {
  ChangeWaiters waiters;
  int woken = 0;
  std::function<void()> again = [&] {
    ++woken;
    waiters.wait_for_order(kOrder, again);
  };
  waiters.wait_for_order(kOrder, again);
  for (int commit = 0; commit < 3; ++commit) waiters.committed(changed_order(kOrder));
  EXPECT_EQ(woken, 3);
}

TEST(ChangeWaiters, WakeEverybodyAtTheEnd) {
  ChangeWaiters waiters;
  int woken = 0;
  waiters.wait_for_order(kOrder, [&] { ++woken; });
  waiters.wait_for_events([&] { ++woken; });
  waiters.wake_all();
  EXPECT_EQ(woken, 2);
  waiters.wake_all();
  EXPECT_EQ(woken, 2);
}

TEST(ChangeWaiters, EitherCancelOrCallWhenBothHappenAtOnce) {
  ChangeWaiters waiters;
  for (int round = 0; round < 500; ++round) {
    std::atomic<int> called = 0;
    const auto ticket = waiters.wait_for_order(kOrder, [&] { ++called; });
    std::thread committer([&] { waiters.committed(changed_order(kOrder)); });
    const bool cancelled = waiters.cancel(ticket);
    committer.join();
    EXPECT_EQ(called.load(), cancelled ? 0 : 1);
  }
}

}  // namespace
}  // namespace aisle::shop
