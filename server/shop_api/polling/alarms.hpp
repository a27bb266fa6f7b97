#pragma once
// One thread that calls back when a time has come: the ends of long polls, and whatever the writer's thread is too busy
// for.

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/mutex.hpp"

namespace aisle::server::shop_api {

/// Thread-safe. Callbacks run on its own thread one after the other; they must be quick and must not throw.
class Alarms {
 public:
  using Ticket = std::uint64_t;
  using Duration = std::chrono::milliseconds;

  Alarms();
  ~Alarms();
  Alarms(const Alarms&) = delete;
  Alarms& operator=(const Alarms&) = delete;

  Ticket after(Duration delay, std::function<void()> call);
  /// As soon as possible, in the order posted.
  void post(std::function<void()> call) { after(Duration(0), std::move(call)); }
  /// No call after this returned true; false when it was made, is being made, or there never was one.
  bool cancel(Ticket ticket);

  /// Makes every call that is left, now, and ends the thread. Later ones are made at once on the caller's thread.
  void stop();

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Alarm {
    Ticket ticket;
    std::function<void()> call;
  };
  void work();
  std::vector<std::function<void()>> take_due(Time now) AISLE_REQUIRES(mutex_);

  Mutex mutex_;
  CondVar changed_;
  std::multimap<Time, Alarm> alarms_ AISLE_GUARDED_BY(mutex_);
  std::unordered_map<Ticket, Time> times_ AISLE_GUARDED_BY(mutex_);
  Ticket last_ AISLE_GUARDED_BY(mutex_) = 0;
  bool stopping_ AISLE_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace aisle::server::shop_api
