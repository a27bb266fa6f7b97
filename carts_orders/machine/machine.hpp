#pragma once
// START HERE: the shop's one deterministic state machine. The same requests, times and random bytes give the same
// answers and the same changes, always; a seed replays a run.
//
//   Answer a = machine.execute(request, now);   // any number of them
//   ChangeSet c = machine.collect();            // what the batch changed; to the store, durably, then:
//   machine.commit();                           // or discard(), which forgets the batch
//
// It does no I/O but fetching records that are not in memory, knows no clock and starts no thread.

#include "base/result.hpp"
#include "carts_orders/machine/answer.hpp"
#include "carts_orders/machine/command.hpp"
#include "carts_orders/machine/settings.hpp"
#include "carts_orders/machine/tables.hpp"

namespace aisle::shop {

/// Used by one thread at a time (the writer), but for reading committed records through `tables()`.
class Machine {
 public:
  /// `reader` and `entropy` must outlive it.
  Machine(ShopSettings settings, SnapshotReader& reader, Entropy& entropy, const TableCapacities& capacities = {});

  /// Reads what belongs in memory. Once, before anything else.
  Status load(Store& store) { return tables_.load(store); }

  /// Executes one request against the state that the batch's earlier requests left. A stored answer is given again; an
  /// answer of 400 or above changes nothing but that it is stored (idempotency/stored_answers.hpp).
  /// `now` must not go back. Throws StoreFailure when a record cannot be read.
  Answer execute(const Request& request, EpochMillis now);

  /// Records that the shop's time reached `now`, if the batch changes anything: after a restart it does not go back.
  void note_time(EpochMillis now);
  /// The latest recorded time; 0 in a new shop.
  EpochMillis recorded_time() const;

  ChangeSet collect() { return tables_.collect(); }
  void commit() { tables_.commit(); }
  void discard() { tables_.discard(); }

  const Tables& tables() const { return tables_; }
  const ShopSettings& settings() const { return settings_; }

 private:
  const ShopSettings settings_;
  Entropy& entropy_;
  Tables tables_;
};

}  // namespace aisle::shop
