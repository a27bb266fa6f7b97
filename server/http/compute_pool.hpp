#pragma once
// Where handlers run: threads apart from those that read sockets, with one bounded queue and one concurrency limit per
// class of endpoints, so that a flood of bulk loads can neither fill memory nor keep searches from a thread.

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "base/mutex.hpp"
#include "server/http/router.hpp"

namespace aisle::server::http {

struct ClassLimits {
  std::size_t concurrency = 1;
  std::size_t queue_capacity = 1000;
};

struct PoolLimits {
  ClassLimits shop;
  ClassLimits search;
  ClassLimits write;
  ClassLimits admin;
  const ClassLimits& of(EndpointClass endpoint_class) const;
};

/// A pool of as many threads as the limits sum up to: a class that is within its limit never waits for another class.
/// Among waiting jobs the shop's queue is served first, then search, write and admin. Every member may be called from any
/// thread. Its owner must outlive the jobs' own references.
class ComputePool {
 public:
  using Job = std::move_only_function<void()>;

  explicit ComputePool(PoolLimits limits);
  ~ComputePool();
  ComputePool(const ComputePool&) = delete;
  ComputePool& operator=(const ComputePool&) = delete;

  /// Queues `job`, or leaves it alone and returns false when its class's queue is full or the pool stops.
  /// REQUIRES: the class is not `light`. A job must not throw.
  bool try_submit(EndpointClass endpoint_class, Job&& job);

  /// Ends the threads after the running jobs; jobs still queued are destroyed unrun.
  void stop();

  struct Load {
    std::size_t queued = 0;
    std::size_t running = 0;
    std::uint64_t completed = 0;
    std::uint64_t rejected = 0;
  };
  Load load(EndpointClass endpoint_class) const;
  const PoolLimits& limits() const { return limits_; }

 private:
  static constexpr std::size_t kClasses = 4;
  struct Lane {
    ClassLimits limits;
    std::deque<Job> queue;
    Load load;
  };

  void work();
  Lane* runnable_lane() AISLE_REQUIRES(mutex_);
  static std::size_t index_of(EndpointClass endpoint_class);

  const PoolLimits limits_;
  mutable Mutex mutex_;
  CondVar wake_;
  std::array<Lane, kClasses> lanes_ AISLE_GUARDED_BY(mutex_);
  bool stopping_ AISLE_GUARDED_BY(mutex_) = false;
  std::vector<std::jthread> threads_;
};

}  // namespace aisle::server::http
