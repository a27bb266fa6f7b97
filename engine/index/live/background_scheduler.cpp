#include "engine/index/live/background_scheduler.hpp"

#include <deque>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.hpp"

namespace aisle::engine {
namespace {

using Task = std::function<void()>;
using SteadyTime = std::chrono::steady_clock::time_point;

/// A queue and the threads that empty it.
class WorkerLane {
 public:
  void set_threads(std::size_t most) { most_ = most; }

  void post(Task task) {
    MutexLock lock(mutex_);
    if (stopping_) return;
    tasks_.push_back(std::move(task));
    if (idle_ < tasks_.size() && threads_.size() < most_) threads_.emplace_back([this] { run(); });
    wake_.notify_one();
  }

  void stop() {
    std::vector<std::thread> threads;
    std::deque<Task> dropped;
    {
      MutexLock lock(mutex_);
      stopping_ = true;
      dropped.swap(tasks_);
      threads.swap(threads_);
      wake_.notify_all();
    }
    for (std::thread& thread : threads) {
      // The last owner may let go within one of the tasks; a thread cannot wait for itself.
      if (thread.get_id() == std::this_thread::get_id()) {
        thread.detach();
      } else {
        thread.join();
      }
    }
  }

 private:
  void run() {
    while (true) {
      Task task;
      {
        MutexLock lock(mutex_);
        ++idle_;
        while (tasks_.empty() && !stopping_) wake_.wait(mutex_);
        --idle_;
        if (stopping_) return;
        task = std::move(tasks_.front());
        tasks_.pop_front();
      }
      task();
    }
  }

  Mutex mutex_;
  CondVar wake_;
  std::size_t most_ = 1;
  std::deque<Task> tasks_ AISLE_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_ AISLE_GUARDED_BY(mutex_);
  std::size_t idle_ AISLE_GUARDED_BY(mutex_) = 0;
  bool stopping_ AISLE_GUARDED_BY(mutex_) = false;
};

}  // namespace

struct BackgroundScheduler::State {
  struct Timed {
    Lane lane;
    Task task;
  };
  std::array<WorkerLane, kLaneCount> lanes;
  Mutex mutex;
  CondVar wake;
  std::multimap<SteadyTime, Timed> timed AISLE_GUARDED_BY(mutex);
  std::thread timer AISLE_GUARDED_BY(mutex);
  bool stopping AISLE_GUARDED_BY(mutex) = false;

  WorkerLane& lane(Lane which) { return lanes[static_cast<std::size_t>(which)]; }

  void run_timer() {
    MutexLock lock(mutex);
    while (!stopping) {
      if (timed.empty()) {
        wake.wait(mutex);
        continue;
      }
      const auto first = timed.begin();
      const SteadyTime now = std::chrono::steady_clock::now();
      if (first->first > now) {
        wake.wait_for(mutex, first->first - now);
        continue;
      }
      lane(first->second.lane).post(std::move(first->second.task));
      timed.erase(first);
    }
  }
};

BackgroundScheduler::BackgroundScheduler(BackgroundThreads threads) : state_(std::make_shared<State>()) {
  for (std::size_t i = 0; i < kLaneCount; ++i) state_->lanes[i].set_threads(threads.per_lane[i]);
}

BackgroundScheduler::~BackgroundScheduler() {
  std::thread timer;
  std::multimap<SteadyTime, State::Timed> dropped;
  {
    MutexLock lock(state_->mutex);
    state_->stopping = true;
    state_->wake.notify_all();
    timer.swap(state_->timer);
    dropped.swap(state_->timed);
  }
  if (timer.joinable()) timer.join();
  for (WorkerLane& lane : state_->lanes) lane.stop();
}

std::shared_ptr<BackgroundScheduler> BackgroundScheduler::shared() {
  static Mutex mutex;
  static std::weak_ptr<BackgroundScheduler> existing;
  MutexLock lock(mutex);
  auto scheduler = existing.lock();
  if (!scheduler) existing = scheduler = std::make_shared<BackgroundScheduler>();
  return scheduler;
}

void BackgroundScheduler::post(Lane lane, std::function<void()> task) { state_->lane(lane).post(std::move(task)); }

void BackgroundScheduler::post_after(Lane lane, std::chrono::milliseconds delay, std::function<void()> task) {
  MutexLock lock(state_->mutex);
  if (state_->stopping) return;
  state_->timed.emplace(std::chrono::steady_clock::now() + delay, State::Timed{lane, std::move(task)});
  if (!state_->timer.joinable()) state_->timer = std::thread([state = state_.get()] { state->run_timer(); });
  state_->wake.notify_one();
}

struct TaskGroup::Gate {
  Mutex mutex;
  CondVar left;
  std::size_t inside AISLE_GUARDED_BY(mutex) = 0;
  bool closed AISLE_GUARDED_BY(mutex) = false;

  bool enter() {
    MutexLock lock(mutex);
    if (closed) return false;
    ++inside;
    return true;
  }
  void leave() {
    MutexLock lock(mutex);
    if (--inside == 0) left.notify_all();
  }
  void close() {
    MutexLock lock(mutex);
    closed = true;
    while (inside != 0) left.wait(mutex);
  }
};

TaskGroup::TaskGroup(std::shared_ptr<BackgroundScheduler> scheduler)
    : scheduler_(std::move(scheduler)), gate_(std::make_shared<Gate>()) {}

std::function<void()> TaskGroup::guarded(std::function<void()> task) const {
  return [gate = gate_, task = std::move(task)] {
    if (!gate->enter()) return;
    task();
    gate->leave();
  };
}

void TaskGroup::post(Lane lane, std::function<void()> task) {
  if (scheduler_) scheduler_->post(lane, guarded(std::move(task)));
}

void TaskGroup::post_after(Lane lane, std::chrono::milliseconds delay, std::function<void()> task) {
  if (scheduler_) scheduler_->post_after(lane, delay, guarded(std::move(task)));
}

void TaskGroup::stop() { gate_->close(); }

}  // namespace aisle::engine
