#include "carts_orders/service/job_board.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

namespace aisle::shop {

void JobBoard::add(std::shared_ptr<const Job> job) {
  MutexLock lock(mutex_);
  place(std::move(job));
}

void JobBoard::place(std::shared_ptr<const Job> job) {
  Queue& queue = queues_[job->queue];
  if (job->state == Job::State::dead) {
    ++queue.dead;
  } else {
    queue.waiting.emplace(job->run_at, job->key);
  }
  const std::int64_t number = job->key;
  const EpochMillis run_at = job->run_at;
  jobs_[number] = {.job = std::move(job), .at = run_at, .leased = false};
}

void JobBoard::remove(std::int64_t number) {
  const auto found = jobs_.find(number);
  if (found == jobs_.end()) return;
  const Entry& entry = found->second;
  Queue& queue = queues_[entry.job->queue];
  if (entry.job->state == Job::State::dead) {
    --queue.dead;
  } else {
    (entry.leased ? queue.leased : queue.waiting).erase({entry.at, number});
  }
  jobs_.erase(found);
}

void JobBoard::move(Queue& queue, std::int64_t number, Entry& entry, bool leased, EpochMillis at) {
  (entry.leased ? queue.leased : queue.waiting).erase({entry.at, number});
  entry.leased = leased;
  entry.at = at;
  (leased ? queue.leased : queue.waiting).emplace(at, number);
}

void JobBoard::committed(const ChangeSet& changes) {
  const RecordChanges<Job>& jobs = changes.of<Job>();
  if (jobs.empty()) return;
  std::vector<std::function<void()>> wakes;
  {
    MutexLock lock(mutex_);
    std::set<std::string_view> arrived;
    for (const std::int64_t number : jobs.erased) remove(number);
    for (const auto& job : jobs.upserts) {
      remove(job->key);
      place(job);
      if (arrived.insert(job->queue).second && queues_[job->queue].wake) wakes.push_back(queues_[job->queue].wake);
    }
  }
  for (const auto& wake : wakes) wake();
}

void JobBoard::end_overdue_leases(Queue& queue, EpochMillis now) {
  while (!queue.leased.empty() && queue.leased.begin()->first <= now) {
    const std::int64_t number = queue.leased.begin()->second;
    Entry& entry = jobs_.at(number);
    move(queue, number, entry, false, entry.job->run_at);
  }
}

std::shared_ptr<const Job> JobBoard::take(std::string_view queue_name, EpochMillis now, EpochMillis lease) {
  MutexLock lock(mutex_);
  const auto found = queues_.find(queue_name);
  if (found == queues_.end()) return nullptr;
  Queue& queue = found->second;
  end_overdue_leases(queue, now);
  if (queue.waiting.empty() || queue.waiting.begin()->first > now) return nullptr;
  const std::int64_t number = queue.waiting.begin()->second;
  Entry& entry = jobs_.at(number);
  move(queue, number, entry, true, now + std::max<EpochMillis>(lease, 1));
  return entry.job;
}

bool JobBoard::extend(std::int64_t number, EpochMillis until) {
  MutexLock lock(mutex_);
  const auto found = jobs_.find(number);
  if (found == jobs_.end() || !found->second.leased) return false;
  move(queues_[found->second.job->queue], number, found->second, true, until);
  return true;
}

std::string JobBoard::give_back(std::int64_t number, EpochMillis free_from) {
  MutexLock lock(mutex_);
  const auto found = jobs_.find(number);
  if (found == jobs_.end() || !found->second.leased) return {};
  Entry& entry = found->second;
  move(queues_[entry.job->queue], number, entry, false, std::max(entry.job->run_at, free_from));
  return entry.job->queue;
}

std::vector<std::int64_t> JobBoard::due(std::string_view queue_name, EpochMillis now, std::size_t limit) const {
  MutexLock lock(mutex_);
  std::vector<std::int64_t> numbers;
  const auto found = queues_.find(queue_name);
  if (found == queues_.end()) return numbers;
  for (const auto& [run_at, number] : found->second.waiting) {
    if (run_at > now || numbers.size() == limit) break;
    numbers.push_back(number);
  }
  return numbers;
}

std::optional<EpochMillis> JobBoard::next_due(std::string_view queue_name) const {
  MutexLock lock(mutex_);
  const auto found = queues_.find(queue_name);
  if (found == queues_.end()) return std::nullopt;
  std::optional<EpochMillis> next;
  for (const std::set<Slot>* slots : {&found->second.waiting, &found->second.leased}) {
    if (!slots->empty()) next = std::min(next.value_or(slots->begin()->first), slots->begin()->first);
  }
  return next;
}

void JobBoard::on_arrival(std::string queue, std::function<void()> wake) {
  MutexLock lock(mutex_);
  queues_[std::move(queue)].wake = std::move(wake);
}

std::map<std::string, JobBoard::QueueDepth> JobBoard::depths(EpochMillis now) const {
  MutexLock lock(mutex_);
  std::map<std::string, QueueDepth> depths;
  for (const auto& [name, queue] : queues_) {
    QueueDepth& depth = depths[name];
    const auto later = queue.waiting.upper_bound({now, std::numeric_limits<std::int64_t>::max()});
    depth.ready = static_cast<std::size_t>(std::distance(queue.waiting.begin(), later));
    depth.later = queue.waiting.size() - depth.ready;
    depth.leased = queue.leased.size();
    depth.dead = queue.dead;
  }
  return depths;
}

}  // namespace aisle::shop
