#pragma once
// The simulation's group commit: the real one, or one with a planted bug.

#include <map>
#include <span>
#include <vector>

#include "carts_orders/service/batch_runner.hpp"
#include "carts_orders/testing/simulation/planted_bug.hpp"
#include "carts_orders/testing/simulation/planted_store.hpp"

namespace aisle::shop::simulation {

/// As BatchRunner. One per life of the process.
class PlantedRunner {
 public:
  PlantedRunner(PlantedBug bug, Machine& machine, PlantedStore& store)
      : bug_(bug), machine_(machine), store_(store), runner_(machine, store) {}

  void add_observer(CommitObserver& observer);
  Result<BatchReport> run(std::span<Submission> batch, EpochMillis now);

 private:
  bool is_by_hand() const;
  Result<BatchReport> run_by_hand(std::span<Submission> batch, EpochMillis now);
  Answer execute(const Request& request, EpochMillis now);
  void show_old_stock();
  void expire_blindly(EpochMillis now);
  void remember_leases(const ChangeSet& changes);
  /// The tables behind the state machine's back: what a wrong handler would do to them.
  Tables& tables() { return const_cast<Tables&>(machine_.tables()); }

  const PlantedBug bug_;
  Machine& machine_;
  PlantedStore& store_;
  BatchRunner runner_;
  std::vector<CommitObserver*> observers_;
  std::map<Id, EpochMillis> leases_;  ///< expiry_without_check: as first seen
};

}  // namespace aisle::shop::simulation
