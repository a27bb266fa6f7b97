#include "server/es_api/documents/write_completion.hpp"

#include <atomic>
#include <utility>

#include "server/es_api/errors/es_error.hpp"

namespace aisle::server::es_api {
namespace {

/// Counts down what is still waited for. Kept alive by the callbacks, which hold no engine: an index that is deleted
/// meanwhile must not be destroyed on its own log's thread.
class Countdown {
 public:
  Countdown(std::size_t count, std::function<void(Status)> done) : left_(count), done_(std::move(done)) {}

  void one_done(const Status& status) {
    if (!status) {
      MutexLock lock(mutex_);
      first_failure_ = status;
    }
    if (left_.fetch_sub(1) != 1) return;
    Status result;
    {
      MutexLock lock(mutex_);
      result = std::move(first_failure_);
    }
    done_(std::move(result));
  }

 private:
  std::atomic<std::size_t> left_;
  Mutex mutex_;
  Status first_failure_ AISLE_GUARDED_BY(mutex_);
  std::function<void(Status)> done_;
};

}  // namespace

Result<RefreshPolicy> refresh_policy(std::string_view value, bool given) {
  if (!given || value == "false") return RefreshPolicy::none;
  if (value == "true" || value.empty()) return RefreshPolicy::now;
  if (value == "wait_for") return RefreshPolicy::wait;
  return illegal_argument("Unknown value for refresh: [" + std::string(value) + "].");
}

void when_complete(std::vector<DocumentWriter::Touched> touched, RefreshPolicy policy, std::function<void(Status)> done) {
  const std::size_t waits = touched.size() * (policy == RefreshPolicy::wait ? 2 : 1);
  auto countdown = std::make_shared<Countdown>(waits + 1, std::move(done));
  Status refreshed;
  for (const DocumentWriter::Touched& each : touched) {
    if (policy == RefreshPolicy::now) {
      if (Status now = each.engine->refresh(); !now) refreshed = std::move(now);
    }
    if (policy == RefreshPolicy::wait) each.engine->when_refreshed([countdown] { countdown->one_done({}); });
    each.engine->when_durable(each.log_position, [countdown](Status status) { countdown->one_done(status); });
  }
  countdown->one_done(refreshed);
}

}  // namespace aisle::server::es_api
