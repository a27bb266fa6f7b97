#pragma once
// Records of a log on their way back into an index: cut into batches, parsed and inverted by several threads, committed
// in the order of the log.

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/mutex.hpp"
#include "engine/index/log/change_log.hpp"

namespace aisle::engine {

/// A record with bytes of its own.
struct ReplayRecord {
  std::uint32_t type = 0;
  std::uint64_t sequence_number = 0;
  std::vector<std::byte> payload;
  LogLocation location;
};

/// Batches in log order. A worker prepares a batch whenever it gets one, and commits it when its turn comes.
struct ReplayBatch {
  std::uint64_t number = 0;
  std::vector<ReplayRecord> records;
};

/// Whose turn it is. Thread-safe.
class ReplayTurns {
 public:
  void wait_for(std::uint64_t number) {
    MutexLock lock(mutex_);
    while (next_ != number) changed_.wait(mutex_);
  }
  void done() {
    MutexLock lock(mutex_);
    ++next_;
    changed_.notify_all();
  }

 private:
  Mutex mutex_;
  CondVar changed_;
  std::uint64_t next_ AISLE_GUARDED_BY(mutex_) = 0;
};

/// Feeds batches to `workers` threads (0: the caller does the work). `finish()` before it goes.
class ReplayPipeline {
 public:
  using Work = std::function<void(const ReplayBatch&, ReplayTurns&)>;
  ReplayPipeline(std::size_t workers, Work work);
  ~ReplayPipeline() { finish(); }
  ReplayPipeline(const ReplayPipeline&) = delete;
  ReplayPipeline& operator=(const ReplayPipeline&) = delete;

  void add(ReplayRecord record);
  /// Returns when everything added is committed.
  void finish();

 private:
  void send();
  void run();

  const Work work_;
  ReplayTurns turns_;
  ReplayBatch batch_;
  std::size_t batch_bytes_ = 0;

  Mutex mutex_;
  CondVar changed_;
  std::deque<ReplayBatch> queue_ AISLE_GUARDED_BY(mutex_);
  bool ended_ AISLE_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace aisle::engine
