#pragma once
// One patience for many things under way, at the cost of a few timers: things are watched in groups, by when they began.

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "carts_orders/workers/executor.hpp"
#include "carts_orders/workers/lifeline.hpp"

namespace aisle::shop {

/// Lives on one executor. `T` has a member `bool open`. Keeps what it watches alive, so that nothing is forgotten because
/// whoever was to close it lost it; of what is closed, no more than about what is open.
template <class T>
class Deadlines {
 public:
  /// `expire` is called for what is still open after `limit` milliseconds, at most an eighth more.
  Deadlines(Executor& executor, EpochMillis limit, std::function<void(const std::shared_ptr<T>&)> expire)
      : executor_(executor), limit_(limit), expire_(std::move(expire)) {}

  void watch(const std::shared_ptr<T>& thing) {
    if (!group_) begin_group();
    if (group_->things.size() >= group_->tidy_at) tidy(*group_);
    group_->things.push_back(thing);
  }

 private:
  static constexpr std::size_t kTidyFrom = 64;
  struct Group {
    std::vector<std::shared_ptr<T>> things;
    std::size_t tidy_at = kTidyFrom;
  };

  void begin_group() {
    group_ = std::make_shared<Group>();
    const EpochMillis width = limit_ / 8;
    executor_.post_after(width, lifeline_.guard([this] { group_.reset(); }));
    executor_.post_after(width + limit_, lifeline_.guard([this, group = group_] { end(*group); }));
  }

  void end(const Group& group) {
    for (const auto& thing : group.things) {
      if (thing->open) expire_(thing);
    }
  }

  /// Forgets what is done, as often as that halves the group: constant cost per thing.
  static void tidy(Group& group) {
    std::erase_if(group.things, [](const std::shared_ptr<T>& thing) { return !thing->open; });
    group.tidy_at = std::max(kTidyFrom, 2 * group.things.size());
  }

  Executor& executor_;
  const EpochMillis limit_;
  const std::function<void(const std::shared_ptr<T>&)> expire_;
  std::shared_ptr<Group> group_;
  Lifeline lifeline_;
};

}  // namespace aisle::shop
