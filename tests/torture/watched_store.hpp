#pragma once
// A store in front of the real one: visits kill points around every step of a commit, measures how late leases end, and
// can be told to lie.

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "carts_orders/store/store.hpp"
#include "tests/torture/kill_points.hpp"

namespace aisle::torture {

struct WatchedStoreOptions {
  /// Planted bug: says that a batch is durable when it is only written down, and commits with the next one.
  bool answer_before_commit = false;
  /// Planted slowness: each commit takes so much longer.
  int slow_commit_ms = 0;
  /// Told after each commit, with what it changed.
  std::function<void(const shop::ChangeSet&)> committed;
};

/// Points are named by the step and by what the batch holds: "committed order:confirmed". Threads: as Store says.
class WatchedStore final : public shop::Store {
 public:
  WatchedStore(std::unique_ptr<shop::Store> inner, KillPoints& points, WatchedStoreOptions options)
      : inner_(std::move(inner)), points_(points), options_(std::move(options)) {}
  ~WatchedStore() override;

  Result<shop::StoreCounters> load(const shop::ResidentSink& sink) override { return inner_->load(sink); }
  Status begin_batch() override;
  Status apply(const shop::ChangeSet& changes) override;
  Status commit_durable() override;
  void roll_back() override { inner_->roll_back(); }
  std::shared_ptr<shop::SnapshotReader> snapshot_read() override { return inner_->snapshot_read(); }
  Status backup(const std::filesystem::path& target, const shop::BackupProgress& progress) override {
    return inner_->backup(target, progress);
  }

 private:
  void visit(std::string_view step);

  std::unique_ptr<shop::Store> inner_;
  KillPoints& points_;
  WatchedStoreOptions options_;
  shop::ChangeSet batch_;
  std::set<std::string> labels_;  ///< of what the batch holds
  bool owed_ = false;             ///< the planted bug: a commit that was promised and not done
};

}  // namespace aisle::torture
