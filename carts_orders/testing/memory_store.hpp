#pragma once
// A store in memory, for simulation: durable records, one open batch, and faults on purpose. Also the slow and obvious
// twin that the store on disk is compared with. Every list is a scan.

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "base/mutex.hpp"
#include "carts_orders/store/shop_contents.hpp"
#include "carts_orders/store/store.hpp"

namespace aisle::shop {

/// What happens to a commit.
enum class CommitFault : std::uint8_t {
  none,
  disk_full,           ///< rolled back whole; the store goes on
  device_error_lost,   ///< reported as failed, and it did not take effect
  device_error_kept,   ///< reported as failed, but it did take effect
};

/// After a device error every call of the writer fails until `crash`: the process must have stopped.
class MemoryStore final : public Store {
 public:
  /// Asked at each commit, with its number from 1.
  using FaultPlan = std::function<CommitFault(std::uint64_t commit)>;

  explicit MemoryStore(FaultPlan faults = {}) : faults_(std::move(faults)) {}

  Result<StoreCounters> load(const ResidentSink& sink) override;
  Status begin_batch() override;
  Status apply(const ChangeSet& changes) override;
  Status commit_durable() override;
  void roll_back() override;
  std::shared_ptr<SnapshotReader> snapshot_read() override;
  /// failed_precondition: there is no file to copy.
  Status backup(const std::filesystem::path& target, const BackupProgress& progress) override;

  /// The process died: the open batch is lost, what was committed stays, and the store can be loaded again. Readers
  /// taken before see what is committed afterwards; a simulation that died has none.
  void crash();

  /// What is committed. The reference holds until the next commit; for the writer's thread.
  const ShopContents& contents() const;
  std::uint64_t commits() const { return commits_; }

 private:
  class Reader;
  class Committed {
   public:
    void apply(const std::vector<ChangeSet>& batch);
    template <class Query>
    auto read(Query&& query) const {
      MutexLock lock(mutex_);
      return query(contents_);
    }

   private:
    mutable Mutex mutex_;
    ShopContents contents_ AISLE_GUARDED_BY(mutex_);
  };
  Status broken() const;

  FaultPlan faults_;
  std::shared_ptr<Committed> committed_ = std::make_shared<Committed>();
  std::vector<ChangeSet> batch_;
  bool open_ = false;
  bool broken_ = false;
  std::uint64_t commits_ = 0;
};

}  // namespace aisle::shop
