#pragma once
// The executor of one life of the shop's process: what it still had to do dies with it.

#include <memory>
#include <utility>

#include "carts_orders/testing/virtual_executor.hpp"

namespace aisle::shop::simulation {

/// For one thread. Its parts must outlive the tasks.
class ProcessExecutor final : public Executor {
 public:
  /// `wall_offset`: how far the machine's wall clock is ahead of the world's.
  ProcessExecutor(VirtualExecutor& world, const EpochMillis& wall_offset) : world_(world), wall_offset_(wall_offset) {}

  EpochMillis now() const override { return world_.now() + wall_offset_; }
  void post(std::function<void()> task) override { post_after(0, std::move(task)); }
  void post_after(EpochMillis delay, std::function<void()> task) override {
    world_.post_after(delay, [alive = std::weak_ptr<const int>(life_), task = std::move(task)] {
      if (!alive.expired()) task();
    });
  }
  /// No task runs from here on.
  void die() { life_.reset(); }
  bool alive() const { return life_ != nullptr; }

 private:
  VirtualExecutor& world_;
  const EpochMillis& wall_offset_;
  std::shared_ptr<const int> life_ = std::make_shared<const int>(0);
};

}  // namespace aisle::shop::simulation
