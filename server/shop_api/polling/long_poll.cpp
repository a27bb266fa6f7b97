#include "server/shop_api/polling/long_poll.hpp"

#include <memory>
#include <utility>

namespace aisle::server::shop_api {
namespace {

constexpr int kLongestWaitSeconds = 60;

/// One poll: kept alive by whoever may call it next, the alarm or the subscription.
class Poll : public std::enable_shared_from_this<Poll> {
 public:
  Poll(const ShopContext& shop, Call call, LongPoll::Subscribe subscribe, LongPoll::Look look)
      : shop_(shop), call_(std::move(call)), subscribe_(std::move(subscribe)), look_(std::move(look)) {}

  void start(std::chrono::milliseconds wait) {
    if (try_answer(wait.count() == 0)) return;
    // Set without the lock: alarms that were stopped call at once.
    const Alarms::Ticket end = shop_.alarms.after(wait, [self = shared_from_this()] { self->finish(); });
    {
      MutexLock lock(mutex_);
      end_ = end;
    }
    wait_for_change();
  }

 private:
  /// Subscribes first and looks again then, so that no change falls between.
  void wait_for_change() {
    auto wake = [self = shared_from_this()] {
      self->shop_.alarms.post([self] { self->wait_for_change(); });
    };
    const auto ticket = subscribe_(std::move(wake));
    if (!try_answer(false)) {
      MutexLock lock(mutex_);
      subscription_ = ticket;
      if (!done_) return;
    }
    shop_.shop.waiters().cancel(ticket);
  }

  bool try_answer(bool is_last) {
    MutexLock lock(mutex_);
    if (done_) return true;
    auto answer = look_(is_last);
    if (!answer) return false;
    done_ = true;
    shop_.alarms.cancel(end_);
    call_.answer_unless_known(*std::move(answer));
    return true;
  }

  void finish() {
    try_answer(true);
    shop::ChangeWaiters::Ticket ticket = 0;
    {
      MutexLock lock(mutex_);
      ticket = subscription_;
    }
    shop_.shop.waiters().cancel(ticket);
  }

  const ShopContext& shop_;
  const Call call_;
  const LongPoll::Subscribe subscribe_;
  const LongPoll::Look look_;
  Mutex mutex_;
  bool done_ AISLE_GUARDED_BY(mutex_) = false;
  Alarms::Ticket end_ AISLE_GUARDED_BY(mutex_) = 0;
  shop::ChangeWaiters::Ticket subscription_ AISLE_GUARDED_BY(mutex_) = 0;
};

}  // namespace

std::chrono::milliseconds wait_of(QueryReader& query) {
  return std::chrono::seconds(query.integer("wait", {0, kLongestWaitSeconds}, 0));
}

void LongPoll::start(const ShopContext& shop, Call call, std::chrono::milliseconds wait, Subscribe subscribe, Look look) {
  std::make_shared<Poll>(shop, std::move(call), std::move(subscribe), std::move(look))->start(wait);
}

}  // namespace aisle::server::shop_api
