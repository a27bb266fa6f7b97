#include "carts_orders/service/writer.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace aisle::shop {
namespace {

/// How long the writer sleeps at most, so that it follows the boot clock, and waits after the disk was found full.
constexpr EpochMillis kLongestSleep = 500;

Answer shed() {
  return problem(503, "shed", "The shop has more work waiting than it can promise to finish; retry shortly.")
      .with("Retry-After", "1");
}

}  // namespace

Writer::Writer(BatchRunner& runner, Timers& timers, ShopClock& clock, WriterOptions options)
    : runner_(runner), timers_(timers), clock_(clock), options_(std::move(options)), now_(clock.tick()) {
  thread_ = std::thread([this] { work(); });
}

Writer::~Writer() { close(); }

void Writer::submit(Request request, Completion done) {
  {
    MutexLock lock(mutex_);
    if (!closing_ && line_.size() < options_.queue_limit) {
      line_.push_back({std::move(request), std::move(done)});
      if (line_.size() == 1) arrived_.notify_one();
      return;
    }
  }
  done(shed());
}

void Writer::close() {
  {
    MutexLock lock(mutex_);
    closing_ = true;
    arrived_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

std::size_t Writer::waiting() const {
  MutexLock lock(mutex_);
  return line_.size();
}

void Writer::work() {
  while (true) {
    std::vector<Submission> batch = next_batch();
    const bool closing = batch.empty() && [this] {
      MutexLock lock(mutex_);
      return closing_ && line_.empty();
    }();
    if (closing) return;
    now_.store(clock_.tick(), std::memory_order_relaxed);
    const bool idle = !run_due() && batch.empty();
    if (!batch.empty()) run(std::move(batch));
    if (idle && disk_full()) std::this_thread::sleep_for(std::chrono::milliseconds(kLongestSleep));
  }
}

/// Waits for requests, the next timer, or closing.
std::vector<Submission> Writer::next_batch() {
  const EpochMillis wake_at = timers_.next();
  MutexLock lock(mutex_);
  if (line_.empty() && !closing_) {
    const EpochMillis sleep = std::clamp<EpochMillis>(wake_at - now(), 0, kLongestSleep);
    if (sleep > 0) arrived_.wait_for(mutex_, std::chrono::milliseconds(sleep));
  }
  if (line_.size() <= options_.batch_limit) return std::exchange(line_, {});
  const auto end = line_.begin() + static_cast<std::ptrdiff_t>(options_.batch_limit);
  std::vector<Submission> batch(std::make_move_iterator(line_.begin()), std::make_move_iterator(end));
  line_.erase(line_.begin(), end);
  return batch;
}

/// Does what time asks for; says whether there was anything.
bool Writer::run_due() {
  if (timers_.next() > now()) return false;
  Result<std::vector<Request>> due = timers_.due(now(), options_.batch_limit);
  if (!due) {
    options_.stop_process(due.error());
    return false;
  }
  if (due->empty()) return false;
  std::vector<Submission> batch;
  batch.reserve(due->size());
  for (Request& request : *due) batch.push_back({std::move(request), {}});
  run(std::move(batch));
  return !disk_full();
}

void Writer::run(std::vector<Submission> batch) {
  const Stopwatch watch;
  const Result<BatchReport> report = runner_.run(batch, now());
  if (!report) {
    options_.stop_process(report.error());
    return;
  }
  if (report->changed_records > 0) disk_full_.store(report->disk_full, std::memory_order_relaxed);
  if (options_.observe) options_.observe(batch.size(), watch.elapsed_us(), report->disk_full);
}

}  // namespace aisle::shop
