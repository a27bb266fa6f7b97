#pragma once
// The job board as workers see it.

#include <memory>

#include "carts_orders/service/job_board.hpp"
#include "carts_orders/workers/executor.hpp"
#include "carts_orders/workers/job_source.hpp"

namespace aisle::shop {

/// Thread-safe. Wakes at commits that bring jobs, and through the executor when a job that lies in the future becomes due
/// or a lease ends. A wake must not call the source from within: it posts to the executor. The board and the executor must outlive it.
class BoardJobSource final : public JobSource {
 public:
  /// `now` gives the shop's time, in which jobs are due; any thread may call it.
  BoardJobSource(JobBoard& board, Executor& executor, std::function<EpochMillis()> now);
  ~BoardJobSource() override;

  std::optional<Job> take(std::string_view queue, EpochMillis lease) override;
  bool extend(std::int64_t job, EpochMillis lease) override;
  void release(std::int64_t job, EpochMillis wait) override;
  void on_ready(std::string_view queue, std::function<void()> wake) override;

 private:
  struct Alarms;
  void arm(std::string_view queue);

  JobBoard& board_;
  Executor& executor_;
  const std::function<EpochMillis()> now_;
  const std::shared_ptr<Alarms> alarms_;
};

}  // namespace aisle::shop
