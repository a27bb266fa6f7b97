#pragma once
// Long polls: who waits for an order to change, or for the feed to grow. No thread waits; a commit calls back.

#include <cstdint>
#include <functional>
#include <map>
#include <unordered_map>
#include <vector>

#include "base/mutex.hpp"
#include "carts_orders/service/commit_observer.hpp"

namespace aisle::shop {

/// Thread-safe.
class ChangeWaiters final : public CommitObserver {
 public:
  using Ticket = std::uint64_t;

  /// Calls `wake` once, on the writer's thread, after a commit that changes the order. Read the order after waiting was
  /// set up and before sleeping: a change in between is then not missed.
  Ticket wait_for_order(const Id& order, std::function<void()> wake);
  /// Likewise for any new event in the feed.
  Ticket wait_for_events(std::function<void()> wake);
  /// No call after this returns true; false when the call was made or is being made.
  bool cancel(Ticket ticket);

  void committed(const ChangeSet& changes) override;
  /// Wakes everybody: at the end.
  void wake_all();

 private:
  struct Waiter {
    Id order;  ///< null: any event
    std::function<void()> wake;
  };
  std::vector<std::function<void()>> take_woken(const ChangeSet& changes);
  void take_order(const Id& order, std::vector<std::function<void()>>& woken) AISLE_REQUIRES(mutex_);

  Mutex mutex_;
  Ticket last_ AISLE_GUARDED_BY(mutex_) = 0;
  std::unordered_map<Ticket, Waiter> waiters_ AISLE_GUARDED_BY(mutex_);
  std::unordered_multimap<Id, Ticket> by_order_ AISLE_GUARDED_BY(mutex_);  ///< the null id: waits for events
};

}  // namespace aisle::shop
