#include "server/shop_api/polling/alarms.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <vector>

namespace aisle::server::shop_api {
namespace {

using std::chrono::milliseconds;

TEST(Alarms, CallInTheOrderOfTheirTimes) {
  Alarms alarms;
  std::vector<int> calls;
  std::promise<void> done;
  alarms.after(milliseconds(30), [&] { calls.push_back(2), done.set_value(); });
  alarms.after(milliseconds(10), [&] { calls.push_back(1); });
  alarms.post([&] { calls.push_back(0); });
  done.get_future().wait();
  EXPECT_EQ(calls, (std::vector<int>{0, 1, 2}));
}

TEST(Alarms, DoNotCallWhatWasCancelled) {
  std::atomic<int> calls = 0;
  {
    Alarms alarms;
    const auto ticket = alarms.after(milliseconds(60'000), [&] { ++calls; });
    EXPECT_TRUE(alarms.cancel(ticket));
    EXPECT_FALSE(alarms.cancel(ticket));
    EXPECT_FALSE(alarms.cancel(ticket + 1));
  }
  EXPECT_EQ(calls, 0);
}

TEST(Alarms, CallEverybodyAtTheEnd) {
  int calls = 0;
  Alarms alarms;
  alarms.after(milliseconds(60'000), [&] { ++calls; });
  alarms.after(milliseconds(30'000), [&] { ++calls; });
  alarms.stop();
  EXPECT_EQ(calls, 2);
  alarms.after(milliseconds(60'000), [&] { ++calls; });
  EXPECT_EQ(calls, 3) << "after the end nobody would ever call";
}

TEST(Alarms, MayBeSetByTheirOwnCalls) {
  std::promise<void> done;
  Alarms alarms;
  alarms.post([&] { alarms.after(milliseconds(1), [&] { done.set_value(); }); });
  done.get_future().wait();
}

}  // namespace
}  // namespace aisle::server::shop_api
