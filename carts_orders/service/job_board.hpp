#pragma once
// Jobs that are ready or will be, by queue and time. Workers take them under a lease; what became of a job is recorded
// by a command, and the commit of that command takes the job off the board or puts it back for later.
//
// A lease lives in memory only: when the process dies every worker dies with it, and after the restart every job that
// is recorded is free again. So a job may be done twice, never not at all; its effect must be idempotent.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "carts_orders/service/commit_observer.hpp"

namespace aisle::shop {

/// Thread-safe.
class JobBoard final : public CommitObserver {
 public:
  struct QueueDepth {
    std::size_t ready = 0;   ///< due, not leased
    std::size_t later = 0;
    std::size_t leased = 0;
    std::size_t dead = 0;
  };

  /// At the start, once per recorded job.
  void add(std::shared_ptr<const Job> job);
  void committed(const ChangeSet& changes) override;

  /// The job of that queue that has been due longest, leased to the caller for `lease` milliseconds.
  std::shared_ptr<const Job> take(std::string_view queue, EpochMillis now, EpochMillis lease);
  /// The lease ends at `until` instead; false when it ended before, and the job may be in other hands.
  bool extend(std::int64_t job, EpochMillis until);
  /// Gives a lease back without an outcome: the job is free from then on. Returns its queue; empty when it had no lease.
  std::string give_back(std::int64_t job, EpochMillis free_from);
  /// Numbers of due jobs, oldest first, without leasing them: for queues that the state machine executes itself.
  std::vector<std::int64_t> due(std::string_view queue, EpochMillis now, std::size_t limit) const;
  /// When the next job of that queue is due, or its next lease ends; nothing when it has none.
  std::optional<EpochMillis> next_due(std::string_view queue) const;

  /// `wake` is called after a commit brought new jobs to that queue, on the committing thread. Set before the start.
  void on_arrival(std::string queue, std::function<void()> wake);
  std::map<std::string, QueueDepth> depths(EpochMillis now) const;

 private:
  using Slot = std::pair<EpochMillis, std::int64_t>;  ///< due or leased until, and number
  struct Queue {
    std::set<Slot> waiting;
    std::set<Slot> leased;
    std::size_t dead = 0;
    std::function<void()> wake;
  };
  struct Entry {
    std::shared_ptr<const Job> job;
    EpochMillis at = 0;  ///< waiting until, or leased until
    bool leased = false;
  };

  void place(std::shared_ptr<const Job> job) AISLE_REQUIRES(mutex_);
  void remove(std::int64_t number) AISLE_REQUIRES(mutex_);
  /// Moves a living job to the other set of its queue, or within one.
  void move(Queue& queue, std::int64_t number, Entry& entry, bool leased, EpochMillis at) AISLE_REQUIRES(mutex_);
  void end_overdue_leases(Queue& queue, EpochMillis now) AISLE_REQUIRES(mutex_);

  mutable Mutex mutex_;
  std::map<std::string, Queue, std::less<>> queues_ AISLE_GUARDED_BY(mutex_);
  std::unordered_map<std::int64_t, Entry> jobs_ AISLE_GUARDED_BY(mutex_);
};

}  // namespace aisle::shop
