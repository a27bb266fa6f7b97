#include "server/shop_api/polling/alarms.hpp"

#include <utility>

namespace aisle::server::shop_api {

Alarms::Alarms() : thread_([this] { work(); }) {}

Alarms::~Alarms() { stop(); }

Alarms::Ticket Alarms::after(Duration delay, std::function<void()> call) {
  {
    MutexLock lock(mutex_);
    if (!stopping_) {
      const Time time = std::chrono::steady_clock::now() + delay;
      const Ticket ticket = ++last_;
      alarms_.emplace(time, Alarm{ticket, std::move(call)});
      times_.emplace(ticket, time);
      changed_.notify_one();
      return ticket;
    }
  }
  call();
  return 0;
}

bool Alarms::cancel(Ticket ticket) {
  std::function<void()> dropped;  // destroyed without the lock
  MutexLock lock(mutex_);
  const auto time = times_.find(ticket);
  if (time == times_.end()) return false;
  auto [at, end] = alarms_.equal_range(time->second);
  while (at != end && at->second.ticket != ticket) ++at;
  times_.erase(time);
  if (at == end) return false;
  dropped = std::move(at->second.call);
  alarms_.erase(at);
  return true;
}

std::vector<std::function<void()>> Alarms::take_due(Time now) {
  std::vector<std::function<void()>> due;
  while (!alarms_.empty() && (stopping_ || alarms_.begin()->first <= now)) {
    due.push_back(std::move(alarms_.begin()->second.call));
    times_.erase(alarms_.begin()->second.ticket);
    alarms_.erase(alarms_.begin());
  }
  return due;
}

void Alarms::work() {
  for (;;) {
    std::vector<std::function<void()>> due;
    {
      MutexLock lock(mutex_);
      const Time now = std::chrono::steady_clock::now();
      due = take_due(now);
      if (due.empty() && stopping_) return;
      if (due.empty() && alarms_.empty()) {
        changed_.wait(mutex_);
      } else if (due.empty()) {
        changed_.wait_for(mutex_, alarms_.begin()->first - now);
      }
    }
    for (auto& call : due) call();
  }
}

void Alarms::stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

}  // namespace aisle::server::shop_api
