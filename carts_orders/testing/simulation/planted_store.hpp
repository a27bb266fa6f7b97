#pragma once
// The simulation's disk: the store in memory, and what planted bugs make of it.

#include <memory>
#include <vector>

#include "carts_orders/testing/memory_store.hpp"
#include "carts_orders/testing/simulation/planted_bug.hpp"

namespace aisle::shop::simulation {

/// As MemoryStore. Survives the process that writes to it.
class PlantedStore final : public Store {
 public:
  PlantedStore(PlantedBug bug, MemoryStore::FaultPlan faults);
  PlantedStore(const PlantedStore&) = delete;
  PlantedStore& operator=(const PlantedStore&) = delete;

  Result<StoreCounters> load(const ResidentSink& sink) override { return store_->load(sink); }
  Status begin_batch() override { return store_->begin_batch(); }
  Status apply(const ChangeSet& changes) override;
  Status commit_durable() override;
  void roll_back() override;
  std::shared_ptr<SnapshotReader> snapshot_read() override { return store_->snapshot_read(); }
  Status backup(const std::filesystem::path& target, const BackupProgress& progress) override {
    return store_->backup(target, progress);
  }

  /// The process died. Readers that were taken before are of no use afterwards.
  void crash();
  /// A device error is forgotten as if nothing had been: for a process that goes on in spite of it.
  void mend() { store_->crash(); }
  const ShopContents& contents() const { return store_->contents(); }

 private:
  bool is_spoilt() const;
  ChangeSet spoil(ChangeSet changes);
  void forget_what_was_not_synced();
  CommitFault fault(std::uint64_t commit) const;

  const PlantedBug bug_;
  MemoryStore::FaultPlan faults_;
  std::unique_ptr<MemoryStore> store_;
  ChangeSet later_;                 ///< what the next commit will write
  std::vector<ChangeSet> history_;  ///< every batch, when syncs are skipped
  std::vector<ChangeSet> batch_;
  std::size_t synced_ = 0;          ///< of history_
};

}  // namespace aisle::shop::simulation
