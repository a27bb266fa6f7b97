#include "loaders/bulk_loader.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/hash.hpp"
#include "base/mutex.hpp"
#include "loaders/bulk_batch.hpp"

namespace aisle::loaders {

namespace {

constexpr std::size_t kQueuedBatches = 2;  // per lane, beside the one being sent and the one being built
constexpr std::chrono::milliseconds kLongestDelay{10'000};
constexpr std::uint64_t kRecordsPerProgress = 64;

bool is_retryable(const Error& error) {
  return error.code == ErrorCode::resource_exhausted || error.code == ErrorCode::unavailable;
}

// Deleting what is not there is no failure: the index is as the input wants it.
bool is_accepted(const BulkItemOutcome& outcome) {
  return outcome.ok() || (outcome.status == 404 && outcome.error_type.empty());
}

// Reads the document id from a field of a record.
class IdReader {
 public:
  explicit IdReader(std::string field) : field_(std::move(field)) {}

  std::string read(std::string_view json) {
    simdjson::dom::element record, value;
    if (parser_.parse(json.data(), json.size(), true).get(record) != simdjson::SUCCESS) return {};
    if (record.at_key(field_).get(value) != simdjson::SUCCESS) return {};
    if (std::string_view text; value.get(text) == simdjson::SUCCESS) return std::string(text);
    if (value.is_int64() || value.is_uint64()) return simdjson::minify(value);
    return {};
  }

 private:
  const std::string field_;
  simdjson::dom::parser parser_;
};

}  // namespace

// What the lanes and the reader share: the counts, and whether to go on.
class BulkLoader::Shared {
 public:
  Shared(const ImportOptions& options, LoadObserver observer) : options_(options), observer_(std::move(observer)) {}

  void reject(const Reject& reject) {
    MutexLock lock(mutex_);
    ++counts_.rejected;
    if (observer_.on_reject) observer_.on_reject(reject);
    if (options_.max_errors > 0 && counts_.rejected >= options_.max_errors && !failure_)
      stop(Error(ErrorCode::failed_precondition, fmt::format("stopped after {} rejected records", counts_.rejected), "max_errors"));
  }
  void fail(Error error) {
    MutexLock lock(mutex_);
    if (!failure_) stop(std::move(error));
  }
  void imported(std::uint64_t documents) {
    MutexLock lock(mutex_);
    counts_.imported += documents;
  }
  void retried() {
    MutexLock lock(mutex_);
    ++counts_.retries;
  }
  std::uint64_t count_read() {
    MutexLock lock(mutex_);
    return ++counts_.read;
  }
  LoadCounts counts() const {
    MutexLock lock(mutex_);
    return counts_;
  }
  std::optional<Error> failure() const {
    MutexLock lock(mutex_);
    return failure_;
  }
  bool stopped() const {
    MutexLock lock(mutex_);
    return failure_.has_value();
  }
  // Sleeps, but no longer than the load goes on.
  void pause(std::chrono::milliseconds delay) {
    const auto until = std::chrono::steady_clock::now() + delay;
    MutexLock lock(mutex_);
    while (!failure_) {
      const auto left = until - std::chrono::steady_clock::now();
      if (left <= left.zero()) return;
      stopped_.wait_for(mutex_, left);
    }
  }
  void progress(const InputProgress& input) const {
    if (observer_.on_progress) observer_.on_progress(counts(), input);
  }

 private:
  void stop(Error error) AISLE_REQUIRES(mutex_) {
    failure_ = std::move(error);
    stopped_.notify_all();
  }

  const ImportOptions& options_;
  const LoadObserver observer_;
  mutable Mutex mutex_;
  CondVar stopped_;
  LoadCounts counts_ AISLE_GUARDED_BY(mutex_);
  std::optional<Error> failure_ AISLE_GUARDED_BY(mutex_);
};

// One connection: a thread that sends batches one at a time, in the order they were made.
class BulkLoader::Lane {
 public:
  Lane(unsigned number, const ImportOptions& options, BulkTarget& target, Shared& shared)
      : number_(number), options_(options), target_(target), shared_(shared), thread_([this] { run(); }) {}
  ~Lane() { finish(); }
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  // Called by the reader; waits while the lane is behind.
  void add(const Record& record, const std::string& id, std::size_t file) {
    const bool full = building_.items().size() >= options_.batch_documents ||
                      building_.body().size() + record.json.size() > options_.batch_bytes;
    if (!building_.empty() && (full || building_.may_contain(id))) flush();
    building_.add(record, id, file);
  }
  // Sends what is left and waits for the end.
  void finish() {
    if (!thread_.joinable()) return;
    flush();
    {
      MutexLock lock(mutex_);
      closed_ = true;
      changed_.notify_all();
    }
    thread_.join();
  }

 private:
  void flush() {
    if (building_.empty()) return;
    BulkBatch batch = std::exchange(building_, {});
    MutexLock lock(mutex_);
    while (queue_.size() >= kQueuedBatches) changed_.wait(mutex_);
    queue_.push_back(std::move(batch));
    changed_.notify_all();
  }

  std::optional<BulkBatch> take() {
    MutexLock lock(mutex_);
    while (queue_.empty() && !closed_) changed_.wait(mutex_);
    if (queue_.empty()) return std::nullopt;
    BulkBatch batch = std::move(queue_.front());
    queue_.pop_front();
    changed_.notify_all();
    return batch;
  }

  // After a failure the queue is still emptied, so that the reader is never left waiting.
  void run() {
    while (auto batch = take())
      if (!shared_.stopped()) send(std::move(*batch));
  }

  void send(BulkBatch batch) {
    auto delay = options_.retry_delay;
    for (unsigned attempt = 0; !batch.empty() && !shared_.stopped(); ++attempt) {
      if (attempt > 0) {
        shared_.retried();
        shared_.pause(delay);
        delay = std::min(2 * delay, kLongestDelay);
      }
      const bool is_last = attempt == options_.max_retries;
      auto outcomes = target_.send_bulk(number_, batch.body());
      if (!outcomes) {
        if (!is_retryable(outcomes.error()) || is_last) shared_.fail(std::move(outcomes).error());
      } else if (outcomes->size() != batch.items().size()) {
        shared_.fail(Error(ErrorCode::internal, fmt::format("the target answered {} of {} actions", outcomes->size(),
                                                            batch.items().size())));
      } else {
        batch = settle(batch, *outcomes, is_last);
      }
    }
  }

  // Counts and reports outcomes; returns what is to be sent again.
  BulkBatch settle(const BulkBatch& batch, const std::vector<BulkItemOutcome>& outcomes, bool is_last) {
    BulkBatch again;
    std::uint64_t imported = 0;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const auto& item = batch.items()[i];
      const auto& outcome = outcomes[i];
      if (is_accepted(outcome))
        ++imported;
      else if (outcome.retryable() && !is_last)
        again.add(batch, item);
      else
        shared_.reject({item.file, item.where, item.id, field_of_reason(outcome.reason), outcome.error_type, outcome.reason});
    }
    shared_.imported(imported);
    return again;
  }

  const unsigned number_;
  const ImportOptions& options_;
  BulkTarget& target_;
  Shared& shared_;
  BulkBatch building_;  ///< the reader's

  Mutex mutex_;
  CondVar changed_;
  std::deque<BulkBatch> queue_ AISLE_GUARDED_BY(mutex_);
  bool closed_ AISLE_GUARDED_BY(mutex_) = false;
  std::thread thread_;  ///< last: it uses the rest from its first moment
};

namespace {

Reject reject_of(const Error& error, std::size_t file) {
  return {file, error.position.value_or(Position{}), error.subject, {}, std::string(error.kind), error.message};
}

}  // namespace

BulkLoader::BulkLoader(const ImportOptions& options, BulkTarget& target, LoadObserver observer)
    : options_(options), target_(target), shared_(std::make_unique<Shared>(options, std::move(observer))) {}

BulkLoader::~BulkLoader() = default;

LoadCounts BulkLoader::counts() const { return shared_->counts(); }

Status BulkLoader::run(RecordSource& source, const std::string& id_field) {
  std::vector<std::unique_ptr<Lane>> lanes;
  for (unsigned i = 0; i < std::max(1u, options_.connections); ++i)
    lanes.push_back(std::make_unique<Lane>(i, options_, target_, *shared_));
  IdReader ids(id_field);
  std::size_t next_lane = 0;
  while (!shared_->stopped()) {
    auto answer = source.next();
    if (answer && !*answer) break;
    const auto read = shared_->count_read();
    if (read % kRecordsPerProgress == 0) shared_->progress(source.progress());
    if (!answer) {
      shared_->reject(reject_of(answer.error(), source.file()));
      continue;
    }
    const Record& record = **answer;
    const std::string id = record.id.empty() && !id_field.empty() ? ids.read(record.json) : record.id;
    if (id.empty() && !id_field.empty()) {
      shared_->reject({source.file(), record.where, {}, id_field, "missing_id", fmt::format("no value in the id field [{}]", id_field)});
      continue;
    }
    // Records without id go in turns, a whole batch's worth to each lane.
    const std::size_t lane = id.empty() ? next_lane++ / std::max<std::size_t>(1, options_.batch_documents) : hash64(id);
    lanes[lane % lanes.size()]->add(record, id, source.file());
  }
  for (auto& lane : lanes) lane->finish();
  shared_->progress(source.progress());
  if (auto failure = shared_->failure()) return std::move(*failure);
  return {};
}

}  // namespace aisle::loaders
