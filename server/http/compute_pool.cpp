#include "server/http/compute_pool.hpp"

#include <cassert>
#include <utility>

namespace aisle::server::http {

const ClassLimits& PoolLimits::of(EndpointClass endpoint_class) const {
  if (endpoint_class == EndpointClass::shop) return shop;
  if (endpoint_class == EndpointClass::search) return search;
  return endpoint_class == EndpointClass::write ? write : admin;
}

std::size_t ComputePool::index_of(EndpointClass endpoint_class) {
  assert(endpoint_class != EndpointClass::light && "light handlers run on the I/O thread");
  return static_cast<std::size_t>(endpoint_class) - 1;
}

ComputePool::ComputePool(PoolLimits limits) : limits_(limits) {
  {
    MutexLock lock(mutex_);
    lanes_[0].limits = limits.shop;
    lanes_[1].limits = limits.search;
    lanes_[2].limits = limits.write;
    lanes_[3].limits = limits.admin;
  }
  const std::size_t threads = limits.shop.concurrency + limits.search.concurrency + limits.write.concurrency +
                              limits.admin.concurrency;
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

ComputePool::~ComputePool() { stop(); }

bool ComputePool::try_submit(EndpointClass endpoint_class, Job&& job) {
  {
    MutexLock lock(mutex_);
    Lane& lane = lanes_[index_of(endpoint_class)];
    // A job that a thread can take at once is not waiting, so it does not count against the queue.
    const std::size_t idle = lane.limits.concurrency - lane.load.running;
    if (stopping_ || lane.queue.size() >= lane.limits.queue_capacity + idle) {
      ++lane.load.rejected;
      return false;
    }
    lane.queue.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void ComputePool::stop() {
  std::array<std::deque<Job>, kClasses> unrun;
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    for (std::size_t i = 0; i < kClasses; ++i) unrun[i].swap(lanes_[i].queue);
  }
  wake_.notify_all();
  threads_.clear();
}

ComputePool::Load ComputePool::load(EndpointClass endpoint_class) const {
  MutexLock lock(mutex_);
  const Lane& lane = lanes_[index_of(endpoint_class)];
  Load load = lane.load;
  load.queued = lane.queue.size();
  return load;
}

ComputePool::Lane* ComputePool::runnable_lane() {
  for (Lane& lane : lanes_) {
    if (!lane.queue.empty() && lane.load.running < lane.limits.concurrency) return &lane;
  }
  return nullptr;
}

void ComputePool::work() {
  for (;;) {
    Lane* lane = nullptr;
    Job job;
    {
      MutexLock lock(mutex_);
      while (!stopping_ && !(lane = runnable_lane())) wake_.wait(mutex_);
      if (stopping_) return;
      job = std::move(lane->queue.front());
      lane->queue.pop_front();
      ++lane->load.running;
    }
    job();
    job = nullptr;  // What the job held is released before the lane counts as free.
    MutexLock lock(mutex_);
    --lane->load.running;
    ++lane->load.completed;
  }
}

}  // namespace aisle::server::http
