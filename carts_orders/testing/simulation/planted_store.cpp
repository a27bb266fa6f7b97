#include "carts_orders/testing/simulation/planted_store.hpp"

#include <cassert>
#include <utility>

namespace aisle::shop::simulation {
namespace {

constexpr std::size_t kCommitsPerSync = 16;

template <class Record>
void postpone(ChangeSet& changes, ChangeSet& later) {
  later = {};
  std::swap(changes.of<Record>().upserts, later.of<Record>().upserts);
}

bool is_timer(const std::shared_ptr<const Job>& job) { return job->queue == "timer"; }

}  // namespace

PlantedStore::PlantedStore(PlantedBug bug, MemoryStore::FaultPlan faults)
    : bug_(bug), faults_(std::move(faults)), store_(std::make_unique<MemoryStore>([this](std::uint64_t commit) { return fault(commit); })) {}

bool PlantedStore::is_spoilt() const {
  switch (bug_) {
    case PlantedBug::answer_stored_later:
    case PlantedBug::outbox_written_later:
    case PlantedBug::webhook_memory_only:
    case PlantedBug::timer_memory_only:
    case PlantedBug::sync_skipped: return true;
    default: return false;
  }
}

ChangeSet PlantedStore::spoil(ChangeSet changes) {
  if (bug_ == PlantedBug::answer_stored_later) postpone<StoredAnswer>(changes, later_);
  if (bug_ == PlantedBug::outbox_written_later) postpone<Job>(changes, later_);
  if (bug_ == PlantedBug::webhook_memory_only) changes.of<WebhookEvent>().upserts.clear();
  if (bug_ == PlantedBug::timer_memory_only) std::erase_if(changes.of<Job>().upserts, is_timer);
  return changes;
}

Status PlantedStore::apply(const ChangeSet& changes) {
  if (!is_spoilt()) return store_->apply(changes);
  if (Status written = store_->apply(std::exchange(later_, {})); !written) return written;
  batch_.push_back(spoil(changes));
  return store_->apply(batch_.back());
}

Status PlantedStore::commit_durable() {
  Status durable = store_->commit_durable();
  if (durable && bug_ == PlantedBug::sync_skipped) {
    for (ChangeSet& changes : batch_) history_.push_back(std::move(changes));
    if (history_.size() - synced_ >= kCommitsPerSync) synced_ = history_.size();
  }
  batch_.clear();
  return durable;
}

void PlantedStore::roll_back() {
  batch_.clear();
  store_->roll_back();
}

void PlantedStore::crash() {
  later_ = {};
  batch_.clear();
  if (bug_ == PlantedBug::sync_skipped) forget_what_was_not_synced();
  store_->crash();
}

void PlantedStore::forget_what_was_not_synced() {
  history_.resize(synced_);
  const MemoryStore::FaultPlan faults = std::exchange(faults_, {});
  store_ = std::make_unique<MemoryStore>([this](std::uint64_t commit) { return fault(commit); });
  for (const ChangeSet& changes : history_) {
    const bool written = store_->begin_batch() && store_->apply(changes) && store_->commit_durable();
    assert(written && "a store without faults failed");
    static_cast<void>(written);
  }
  faults_ = faults;
}

CommitFault PlantedStore::fault(std::uint64_t commit) const { return faults_ ? faults_(commit) : CommitFault::none; }

}  // namespace aisle::shop::simulation
