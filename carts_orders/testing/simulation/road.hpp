#pragma once
// The road between any two parties: messages are delayed, overtake each other, come twice or never.

#include <functional>
#include <utility>

#include "carts_orders/testing/simulation/dice.hpp"
#include "carts_orders/testing/simulation/faults.hpp"
#include "carts_orders/testing/virtual_executor.hpp"

namespace aisle::shop::simulation {

/// For one thread. `faults` may change under way.
class Road {
 public:
  Road(VirtualExecutor& executor, Dice dice, const Faults& faults) : executor_(executor), dice_(dice), faults_(faults) {}

  /// Runs `arrive` later: once, or with bad luck twice or not at all. Never from within this call.
  void send(std::function<void()> arrive) {
    if (dice_.chance(faults_.lose)) return;
    if (dice_.chance(faults_.duplicate)) executor_.post_after(delay(), arrive);
    executor_.post_after(delay(), std::move(arrive));
  }

 private:
  EpochMillis delay() { return dice_.skewed(faults_.longest_delay); }

  VirtualExecutor& executor_;
  Dice dice_;
  const Faults& faults_;
};

}  // namespace aisle::shop::simulation
