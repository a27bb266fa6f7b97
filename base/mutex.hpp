#pragma once
// A std::mutex that Clang's thread-safety analysis understands (it does not know libstdc++'s own).
//
//   Mutex mutex_;
//   int count_ AISLE_GUARDED_BY(mutex_) = 0;
//   void add() { MutexLock lock(mutex_); ++count_; }

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define AISLE_THREAD_ANNOTATION(x) __attribute__((x))
#else
#define AISLE_THREAD_ANNOTATION(x)
#endif
#define AISLE_GUARDED_BY(mutex) AISLE_THREAD_ANNOTATION(guarded_by(mutex))
#define AISLE_REQUIRES(mutex) AISLE_THREAD_ANNOTATION(requires_capability(mutex))
#define AISLE_EXCLUDES(mutex) AISLE_THREAD_ANNOTATION(locks_excluded(mutex))

namespace aisle {

class AISLE_THREAD_ANNOTATION(capability("mutex")) Mutex {
 public:
  void lock() AISLE_THREAD_ANNOTATION(acquire_capability()) { mutex_.lock(); }
  void unlock() AISLE_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }
  bool try_lock() AISLE_THREAD_ANNOTATION(try_acquire_capability(true)) { return mutex_.try_lock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

class AISLE_THREAD_ANNOTATION(scoped_lockable) MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) AISLE_THREAD_ANNOTATION(acquire_capability(mutex)) : mutex_(mutex) {
    mutex_.lock();
  }
  ~MutexLock() AISLE_THREAD_ANNOTATION(release_capability()) { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

/// A condition variable for `Mutex`; wait with the mutex held, in a loop over the condition.
class CondVar {
 public:
  void wait(Mutex& mutex) AISLE_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }
  template <class Duration>
  void wait_for(Mutex& mutex, Duration duration) AISLE_REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait_for(lock, duration);
    lock.release();
  }
  void notify_one() { condition_.notify_one(); }
  void notify_all() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace aisle
