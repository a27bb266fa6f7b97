#include "carts_orders/workers/board_job_source.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace aisle::shop {
namespace {

/// Between looks at a queue whose next job lies far ahead: the shop's clock and the executor's may drift apart.
constexpr EpochMillis kLongestAlarm = 60'000;

}  // namespace

/// Shared with the tasks that wait in the executor, which may outlive the source. The lock is held while a queue is
/// woken, so that nothing is under way once `on_ready` with an empty function returned.
struct BoardJobSource::Alarms {
  struct Queue {
    std::function<void()> wake;
    EpochMillis armed_for = 0;  ///< 0: no alarm is set
  };
  Mutex mutex;
  std::map<std::string, Queue, std::less<>> queues AISLE_GUARDED_BY(mutex);

  void ring(const std::string& queue, bool alarm) {
    MutexLock lock(mutex);
    Queue& waiting = queues[queue];
    if (alarm) waiting.armed_for = 0;
    if (waiting.wake) waiting.wake();
  }
};

BoardJobSource::BoardJobSource(JobBoard& board, Executor& executor, std::function<EpochMillis()> now)
    : board_(board), executor_(executor), now_(std::move(now)), alarms_(std::make_shared<Alarms>()) {}

BoardJobSource::~BoardJobSource() {
  MutexLock lock(alarms_->mutex);
  for (auto& entry : alarms_->queues) entry.second.wake = {};
}

void BoardJobSource::on_ready(std::string_view queue, std::function<void()> wake) {
  const std::string name(queue);
  {
    MutexLock lock(alarms_->mutex);
    alarms_->queues[name].wake = std::move(wake);
  }
  board_.on_arrival(name, [alarms = alarms_, name] { alarms->ring(name, false); });
}

std::optional<Job> BoardJobSource::take(std::string_view queue, EpochMillis lease) {
  if (const auto job = board_.take(queue, now_(), lease)) return *job;
  arm(queue);
  return std::nullopt;
}

bool BoardJobSource::extend(std::int64_t job, EpochMillis lease) { return board_.extend(job, now_() + lease); }

void BoardJobSource::release(std::int64_t job, EpochMillis wait) {
  const std::string queue = board_.give_back(job, now_() + wait);
  if (!queue.empty()) arm(queue);
}

void BoardJobSource::arm(std::string_view queue) {
  const std::optional<EpochMillis> next = board_.next_due(queue);
  if (!next) return;
  const EpochMillis now = now_();
  const EpochMillis at = std::clamp(*next, now + 1, now + kLongestAlarm);
  std::string name(queue);
  {
    MutexLock lock(alarms_->mutex);
    Alarms::Queue& waiting = alarms_->queues[name];
    if (waiting.armed_for != 0 && waiting.armed_for <= at && waiting.armed_for > now) return;
    waiting.armed_for = at;
  }
  executor_.post_after(at - now, [alarms = alarms_, name = std::move(name)] { alarms->ring(name, true); });
}

}  // namespace aisle::shop
