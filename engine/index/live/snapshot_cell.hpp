#pragma once
// Where the current snapshot is kept: readers copy one pointer, the writer replaces it.

#include <memory>
#include <utility>

#include "base/mutex.hpp"
#include "engine/index/live/snapshot.hpp"

namespace aisle::engine {

/// Thread-safe. The mutex covers one pointer copy; std::atomic<std::shared_ptr> of libstdc++ 12 is no better (it holds
/// a spin lock) and the thread sanitizer reports a race inside it.
class SnapshotCell {
 public:
  std::shared_ptr<const Snapshot> get() const {
    MutexLock lock(mutex_);
    return snapshot_;
  }
  void set(std::shared_ptr<const Snapshot> snapshot) {
    {
      MutexLock lock(mutex_);
      snapshot_.swap(snapshot);
    }
    // The old one, and with it perhaps whole segments, goes here, outside the lock.
  }

 private:
  mutable Mutex mutex_;
  std::shared_ptr<const Snapshot> snapshot_ AISLE_GUARDED_BY(mutex_);
};

}  // namespace aisle::engine
