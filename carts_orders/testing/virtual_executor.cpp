#include "carts_orders/testing/virtual_executor.hpp"

#include <algorithm>

namespace aisle::shop {

void VirtualExecutor::post_after(EpochMillis delay, std::function<void()> task) {
  const EpochMillis due = elapsed_ + std::max<EpochMillis>(delay, 0);
  tasks_.emplace(std::pair(due, posted_++), std::move(task));
}

bool VirtualExecutor::run_one() {
  if (tasks_.empty()) return false;
  auto node = tasks_.extract(tasks_.begin());
  advance_to(node.key().first);
  node.mapped()();
  return true;
}

void VirtualExecutor::run_for(EpochMillis duration) {
  const EpochMillis end = elapsed_ + duration;
  while (!tasks_.empty() && next_due() <= end) run_one();
  advance_to(end);
}

bool VirtualExecutor::run_until_idle(std::size_t limit) {
  for (std::size_t ran = 0; ran < limit; ++ran) {
    if (!run_one()) return true;
  }
  return tasks_.empty();
}

void VirtualExecutor::advance_to(EpochMillis elapsed) {
  wall_ += elapsed - elapsed_;
  elapsed_ = elapsed;
}

}  // namespace aisle::shop
