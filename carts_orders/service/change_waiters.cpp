#include "carts_orders/service/change_waiters.hpp"

#include <utility>

namespace aisle::shop {

ChangeWaiters::Ticket ChangeWaiters::wait_for_order(const Id& order, std::function<void()> wake) {
  MutexLock lock(mutex_);
  const Ticket ticket = ++last_;
  waiters_.emplace(ticket, Waiter{order, std::move(wake)});
  by_order_.emplace(order, ticket);
  return ticket;
}

ChangeWaiters::Ticket ChangeWaiters::wait_for_events(std::function<void()> wake) {
  return wait_for_order(Id{}, std::move(wake));
}

bool ChangeWaiters::cancel(Ticket ticket) {
  MutexLock lock(mutex_);
  const auto waiter = waiters_.find(ticket);
  if (waiter == waiters_.end()) return false;
  const auto [first, last] = by_order_.equal_range(waiter->second.order);
  for (auto entry = first; entry != last; ++entry) {
    if (entry->second != ticket) continue;
    by_order_.erase(entry);
    break;
  }
  waiters_.erase(waiter);
  return true;
}

void ChangeWaiters::take_order(const Id& order, std::vector<std::function<void()>>& woken) {
  const auto [first, last] = by_order_.equal_range(order);
  for (auto entry = first; entry != last; ++entry) {
    const auto waiter = waiters_.find(entry->second);
    woken.push_back(std::move(waiter->second.wake));
    waiters_.erase(waiter);
  }
  by_order_.erase(first, last);
}

std::vector<std::function<void()>> ChangeWaiters::take_woken(const ChangeSet& changes) {
  std::vector<std::function<void()>> woken;
  MutexLock lock(mutex_);
  if (waiters_.empty()) return woken;
  for (const auto& order : changes.of<Order>().upserts) take_order(order->key, woken);
  if (!changes.events.empty()) take_order(Id{}, woken);
  return woken;
}

void ChangeWaiters::committed(const ChangeSet& changes) {
  for (const auto& wake : take_woken(changes)) wake();
}

void ChangeWaiters::wake_all() {
  std::unordered_map<Ticket, Waiter> waiters;
  {
    MutexLock lock(mutex_);
    waiters.swap(waiters_);
    by_order_.clear();
  }
  for (const auto& entry : waiters) entry.second.wake();
}

}  // namespace aisle::shop
