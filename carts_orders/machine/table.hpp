#pragma once
// One kind of record in memory: committed records that any thread may read, and over them the uncommitted changes of
// the batch at work, which only the writer sees.
//
// A table is a cache over the store: what is not in memory is fetched from there. Records that must stay (stock, jobs)
// are loaded at the start and never leave; of the others the oldest leave when there are too many.

#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/mutex.hpp"
#include "carts_orders/records/change_set.hpp"

namespace aisle::shop {

template <class Record>
struct TableOptions {
  /// The committed record of a key, or null; throws when the store fails. None: memory holds every record.
  std::function<std::shared_ptr<const Record>(const typename Record::Key&)> fetch;
  std::size_t capacity = 200'000;  ///< records that may leave memory; unused without `fetch`
};

/// Threads: `committed` and `holds_all` from any; everything else from the writer.
template <class Record>
class Table {
 public:
  using Key = typename Record::Key;
  using Pointer = std::shared_ptr<const Record>;

  explicit Table(TableOptions<Record> options) : fetch_(std::move(options.fetch)), capacity_(options.capacity) {}

  /// The record as the batch at work sees it, or null.
  Pointer find(const Key& key) {
    if (const auto change = changes_.find(key); change != changes_.end()) return change->second;
    if (Pointer record = committed(key)) return record;
    if (!fetch_) return nullptr;
    Pointer record = fetch_(key);
    if (record) remember(record);
    return record;
  }

  void put(Record record) {
    auto kept = std::make_shared<const Record>(std::move(record));
    change(kept->key, kept);
  }
  void erase(const Key& key) { change(key, nullptr); }

  /// The record that was committed last, if memory holds it. Any thread.
  Pointer committed(const Key& key) const {
    const Shard& shard = shard_of(key);
    MutexLock lock(shard.mutex);
    const auto found = shard.records.find(key);
    return found == shard.records.end() ? nullptr : found->second;
  }
  /// Whether a record that `committed` does not find does not exist.
  bool holds_all() const { return !fetch_; }
  /// Calls `visit(const Pointer&)` for every committed record in memory. Any thread; holds one shard at a time.
  template <class Visit>
  void for_each_committed(Visit&& visit) const {
    for (const Shard& shard : shards_) {
      MutexLock lock(shard.mutex);
      for (const auto& entry : shard.records) visit(entry.second);
    }
  }

  /// Puts a record that is already in the store into memory: at the start.
  void remember(Pointer record) {
    if (fetch_) {
      arrivals_.push_back(record->key);
      if (arrivals_.size() > capacity_) forget_oldest();
    }
    store_committed(std::move(record));
  }

  /// From here on `undo` takes back.
  void mark() { undo_.clear(); }
  void undo() {
    for (; !undo_.empty(); undo_.pop_back()) {
      auto& [key, before] = undo_.back();
      if (before) {
        changes_.insert_or_assign(key, std::move(*before));
      } else {
        changes_.erase(key);
        order_.pop_back();
      }
    }
  }

  bool has_changes() const { return !order_.empty(); }
  /// Adds the batch's changes to `out`, each key once, in the order first touched.
  void collect(RecordChanges<Record>& out) const {
    for (const Key& key : order_) {
      const Pointer& record = changes_.find(key)->second;
      if (record) {
        out.upserts.push_back(record);
      } else {
        out.erased.push_back(key);
      }
    }
  }
  /// Makes the batch's changes the committed state.
  void commit() {
    for (const Key& key : order_) {
      Pointer& record = changes_.find(key)->second;
      if (record) {
        remember(std::move(record));
      } else {
        Shard& shard = shard_of(key);
        MutexLock lock(shard.mutex);
        shard.records.erase(key);
      }
    }
    discard();
  }
  /// Forgets the batch's changes.
  void discard() {
    changes_.clear();
    order_.clear();
    undo_.clear();
  }

 private:
  struct alignas(64) Shard {
    mutable Mutex mutex;
    boost::unordered_flat_map<Key, Pointer, std::hash<Key>> records AISLE_GUARDED_BY(mutex);
  };
  static constexpr std::size_t kShards = 16;

  Shard& shard_of(const Key& key) { return shards_[mix64(std::hash<Key>{}(key)) % kShards]; }
  const Shard& shard_of(const Key& key) const { return shards_[mix64(std::hash<Key>{}(key)) % kShards]; }

  void change(const Key& key, Pointer record) {
    const auto [entry, fresh] = changes_.try_emplace(key, nullptr);
    if (fresh) {
      order_.push_back(key);
      undo_.emplace_back(key, std::nullopt);
    } else {
      undo_.emplace_back(key, entry->second);
    }
    entry->second = std::move(record);
  }
  void store_committed(Pointer record) {
    Shard& shard = shard_of(record->key);
    MutexLock lock(shard.mutex);
    shard.records.insert_or_assign(record->key, std::move(record));
  }
  /// A key may have arrived several times; it leaves with its first arrival, and the next look-up fetches it again.
  void forget_oldest() {
    const Key key = std::move(arrivals_.front());
    arrivals_.pop_front();
    Shard& shard = shard_of(key);
    MutexLock lock(shard.mutex);
    shard.records.erase(key);
  }

  std::function<Pointer(const Key&)> fetch_;
  std::size_t capacity_;
  std::deque<Key> arrivals_;
  std::array<Shard, kShards> shards_;
  boost::unordered_flat_map<Key, Pointer, std::hash<Key>> changes_;
  std::vector<Key> order_;  ///< keys of changes_, as first touched
  std::vector<std::pair<Key, std::optional<Pointer>>> undo_;
};

}  // namespace aisle::shop
