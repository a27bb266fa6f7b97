#include "engine/index/live/replay.hpp"

#include <utility>

namespace aisle::engine {

namespace {
constexpr std::size_t kBatchRecords = 512;
constexpr std::size_t kBatchBytes = 4u << 20;
}  // namespace

ReplayPipeline::ReplayPipeline(std::size_t workers, Work work) : work_(std::move(work)) {
  for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this] { run(); });
}

void ReplayPipeline::add(ReplayRecord record) {
  batch_bytes_ += record.payload.size();
  batch_.records.push_back(std::move(record));
  if (batch_.records.size() >= kBatchRecords || batch_bytes_ >= kBatchBytes) send();
}

void ReplayPipeline::send() {
  if (batch_.records.empty()) return;
  const std::uint64_t next = batch_.number + 1;
  if (threads_.empty()) {
    work_(batch_, turns_);
  } else {
    MutexLock lock(mutex_);
    while (queue_.size() >= 2 * threads_.size()) changed_.wait(mutex_);
    queue_.push_back(std::move(batch_));
    changed_.notify_all();
  }
  batch_ = ReplayBatch{.number = next};
  batch_bytes_ = 0;
}

void ReplayPipeline::finish() {
  send();
  {
    MutexLock lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void ReplayPipeline::run() {
  while (true) {
    ReplayBatch batch;
    {
      MutexLock lock(mutex_);
      while (queue_.empty() && !ended_) changed_.wait(mutex_);
      if (queue_.empty()) return;
      batch = std::move(queue_.front());
      queue_.pop_front();
      changed_.notify_all();
    }
    work_(batch, turns_);
  }
}

}  // namespace aisle::engine
