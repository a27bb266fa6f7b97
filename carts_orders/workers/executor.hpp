#pragma once
// START HERE for everything outside the state machine: one thread, a clock and a line of tasks. Providers, carriers and
// workers run on it, so that the very same code runs on a virtual clock in simulation (testing/virtual_executor.hpp).

#include <functional>

#include "base/clock.hpp"

namespace aisle::shop {

/// Runs tasks one at a time, so what lives on it needs no locks. Tasks must not block and must not throw.
class Executor {
 public:
  virtual ~Executor() = default;

  /// Wall-clock time. May jump; delays do not.
  virtual EpochMillis now() const = 0;
  /// Any thread: runs `task` soon, after what was posted before it. Never from within this call.
  virtual void post(std::function<void()> task) = 0;
  /// Any thread: runs `task` no sooner than after `delay` milliseconds. Tasks due at the same time run in the order posted.
  virtual void post_after(EpochMillis delay, std::function<void()> task) = 0;
};

}  // namespace aisle::shop
