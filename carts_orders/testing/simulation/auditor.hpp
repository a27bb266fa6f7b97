#pragma once
// Looks at every commit: what must hold of each step, whoever took it.

#include <map>
#include <set>
#include <string>

#include "carts_orders/service/commit_observer.hpp"
#include "carts_orders/testing/simulation/world.hpp"

namespace aisle::shop::simulation {

/// For one thread. Outlives the shop's lives, so that it sees what a restart lost.
class Auditor final : public CommitObserver {
 public:
  explicit Auditor(World& world) : world_(world) {}

  void committed(const ChangeSet& changes) override;
  /// After a restart: what was committed unseen by the life before.
  void look();
  /// A new life takes its wall clock anew, so leases that it inherits may end sooner.
  void forgive_leases() { leases_.clear(); }

  /// Orders that were ever in payment_review: theirs is another sum.
  bool was_reviewed(const Id& order) const { return reviewed_.contains(order); }

 private:
  struct Lease {
    EpochMillis elapsed = 0;   ///< when it was seen last
    EpochMillis remaining = 0; ///< then
  };

  void look_at_events();
  void look_at_order(const Event& event);
  void look_at_ledger();
  void look_at_lease(const LedgerEntry& entry);

  World& world_;
  std::size_t events_ = 0;
  std::size_t ledger_ = 0;
  std::map<Id, OrderState> orders_;
  std::map<StockKey, Stock> sums_;
  std::map<Id, Lease> leases_;
  std::set<Id> reviewed_;
  std::uint64_t commits_ = 0;
};

}  // namespace aisle::shop::simulation
