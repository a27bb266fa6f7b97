#pragma once
// An executor whose clock moves only when it is told to: hours pass in microseconds, and a run repeats exactly.

#include <functional>
#include <map>
#include <utility>

#include "carts_orders/workers/executor.hpp"

namespace aisle::shop {

/// For one thread. Tasks run in order of their time, then of their posting.
class VirtualExecutor final : public Executor {
 public:
  explicit VirtualExecutor(EpochMillis start = 1'700'000'000'000) : wall_(start) {}

  EpochMillis now() const override { return wall_; }
  void post(std::function<void()> task) override { post_after(0, std::move(task)); }
  void post_after(EpochMillis delay, std::function<void()> task) override;

  /// Moves the clock to the next task and runs it; false when there is none.
  bool run_one();
  /// Runs what is due within `duration`, then moves the clock to its end.
  void run_for(EpochMillis duration);
  /// Runs until nothing is left, at most `limit` tasks; false when the limit was reached.
  bool run_until_idle(std::size_t limit = 1'000'000);
  /// Moves the wall clock, as an operator or NTP would: delays that are under way stay as long as they were.
  void jump_clock(EpochMillis by) { wall_ += by; }
  /// Forgets every task, as the death of a process does.
  void drop_tasks() { tasks_.clear(); }

  bool idle() const { return tasks_.empty(); }
  std::size_t tasks() const { return tasks_.size(); }
  /// How much virtual time has passed; jumps do not count.
  EpochMillis elapsed() const { return elapsed_; }
  /// When the next task runs, in the terms of `elapsed`. REQUIRES: !idle().
  EpochMillis next_due() const { return tasks_.begin()->first.first; }

 private:
  void advance_to(EpochMillis elapsed);

  EpochMillis wall_;
  EpochMillis elapsed_ = 0;
  std::uint64_t posted_ = 0;
  std::map<std::pair<EpochMillis, std::uint64_t>, std::function<void()>> tasks_;
};

}  // namespace aisle::shop
