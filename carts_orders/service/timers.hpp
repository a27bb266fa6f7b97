#pragma once
// Which requests does the passing of time make? Leases that run out, jobs of the queue "timer", carts and stored answers
// whose time is over. Timers are records: this index is rebuilt from them at the start.

#include <cstddef>
#include <limits>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "carts_orders/machine/command.hpp"
#include "carts_orders/machine/settings.hpp"
#include "carts_orders/service/commit_observer.hpp"
#include "carts_orders/service/job_board.hpp"
#include "carts_orders/store/store.hpp"

namespace aisle::shop {

inline constexpr EpochMillis kNever = std::numeric_limits<EpochMillis>::max();

/// The writer's thread only.
class Timers final : public CommitObserver {
 public:
  /// `board` and `reader` must outlive it.
  Timers(const JobBoard& board, SnapshotReader& reader, const ShopSettings& settings)
      : board_(board), reader_(reader), settings_(settings) {}

  /// At the start, once per pending reservation.
  void add(const Reservation& reservation);
  void committed(const ChangeSet& changes) override;

  /// Requests for what is due, at most about `limit`. What they do not settle comes again with the next call.
  /// Scans the store for carts and answers once in `kSweepInterval`. Errors are the store's.
  Result<std::vector<Request>> due(EpochMillis now, std::size_t limit);
  /// When `due` has something to say again; kNever when nothing is scheduled.
  EpochMillis next() const;

  static constexpr EpochMillis kSweepInterval = 30'000;

 private:
  Status sweep(EpochMillis now, std::size_t limit, std::vector<Request>& requests);

  const JobBoard& board_;
  SnapshotReader& reader_;
  const ShopSettings& settings_;
  std::set<std::pair<EpochMillis, Id>> leases_;
  std::unordered_map<Id, EpochMillis> lease_of_;
  EpochMillis next_sweep_ = 0;
};

}  // namespace aisle::shop
