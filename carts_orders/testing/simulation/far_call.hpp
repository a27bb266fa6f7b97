#pragma once
// A call from the shop's process to somebody at the other end of the road. Asked twice and answered late, twice or never,
// it calls back once: with the first answer, or with an error when patience ends.

#include <functional>
#include <memory>
#include <utility>

#include "base/result.hpp"
#include "carts_orders/testing/simulation/process_executor.hpp"
#include "carts_orders/testing/simulation/road.hpp"

namespace aisle::shop::simulation {

/// Of one life of the process. `road` must outlive it.
class FarCall {
 public:
  FarCall(Road& road, std::shared_ptr<ProcessExecutor> process, EpochMillis patience)
      : road_(road), process_(std::move(process)), patience_(patience) {}

  /// `ask(answer)` runs at the other end, once per arrival; `Outcome` is a Result or a Status. `done` runs on the
  /// process's executor, if it is still alive.
  template <class Outcome>
  void make(std::function<void(std::function<void(Outcome)>)> ask, std::function<void(Outcome)> done) {
    auto once = std::make_shared<std::function<void(Outcome)>>(std::move(done));
    const auto hear = [once](Outcome outcome) {
      if (auto first = std::exchange(*once, nullptr)) first(std::move(outcome));
    };
    const auto answer = [&road = road_, process = std::weak_ptr(process_), hear](Outcome outcome) {
      road.send([process, hear, outcome = std::move(outcome)] {
        if (const auto alive = process.lock()) alive->post([hear, outcome] { hear(outcome); });
      });
    };
    road_.send([ask = std::move(ask), answer] { ask(answer); });
    process_->post_after(patience_, [hear] { hear(Error(ErrorCode::deadline_exceeded, "No answer came in time.")); });
  }

 private:
  Road& road_;
  std::shared_ptr<ProcessExecutor> process_;
  EpochMillis patience_;
};

}  // namespace aisle::shop::simulation
