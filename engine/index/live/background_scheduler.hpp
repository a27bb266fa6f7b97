#pragma once
// Background work of many indices on few threads: log syncs, refreshes, checkpoints, merges, seals.
//
// Each kind of work has its own lane of threads, so that a long merge never holds up a group commit. Threads start when
// there is first work for them; an idle index costs none.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

namespace aisle::engine {

enum class Lane : std::uint8_t { sync, refresh, checkpoint, merge, seal };
inline constexpr std::size_t kLaneCount = 5;

struct BackgroundThreads {
  std::array<std::size_t, kLaneCount> per_lane{2, 2, 1, 2, 1};  ///< in the order of Lane; each >= 1
};

/// Runs tasks; thread-safe. Tasks must not throw. Destroying it drops what has not begun and joins its threads.
class BackgroundScheduler {
 public:
  explicit BackgroundScheduler(BackgroundThreads threads = {});
  ~BackgroundScheduler();
  BackgroundScheduler(const BackgroundScheduler&) = delete;
  BackgroundScheduler& operator=(const BackgroundScheduler&) = delete;

  /// The process's own, made at the first call and alive as long as anyone holds it.
  static std::shared_ptr<BackgroundScheduler> shared();

  void post(Lane lane, std::function<void()> task);
  void post_after(Lane lane, std::chrono::milliseconds delay, std::function<void()> task);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// The tasks of one owner. After `stop()` none of them runs any more, and those that ran have returned.
/// A task must not call `stop()` on its own group.
class TaskGroup {
 public:
  /// Null scheduler: nothing ever runs.
  explicit TaskGroup(std::shared_ptr<BackgroundScheduler> scheduler);
  ~TaskGroup() { stop(); }
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;

  bool runs() const { return scheduler_ != nullptr; }
  void post(Lane lane, std::function<void()> task);
  void post_after(Lane lane, std::chrono::milliseconds delay, std::function<void()> task);
  void stop();

 private:
  struct Gate;
  std::function<void()> guarded(std::function<void()> task) const;
  std::shared_ptr<BackgroundScheduler> scheduler_;
  std::shared_ptr<Gate> gate_;
};

}  // namespace aisle::engine
