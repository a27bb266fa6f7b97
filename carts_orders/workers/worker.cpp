#include "carts_orders/workers/worker.hpp"

#include <exception>
#include <utility>

namespace aisle::shop {

/// One job at work: open until its report, its failure or the end of patience, whichever is first.
struct Worker::Task {
  explicit Task(Job taken) : job(std::move(taken)) {}
  const Job job;
  Outcome outcome;
  std::size_t reported = 0;  ///< commands of the outcome
  bool open = true;
  bool refused = false;      ///< the shop did not understand the outcome
};

Worker::Worker(WorkerSettings settings, Executor& executor, JobSource& jobs, Performer& performer, Submit submit)
    : settings_(std::move(settings)),
      executor_(executor),
      jobs_(jobs),
      performer_(performer),
      submit_(std::move(submit)),
      deadlines_(executor, settings_.patience, [this](const std::shared_ptr<Task>& task) { time_out(task); }) {}

Worker::~Worker() {
  if (running_) stop();
}

void Worker::start() {
  running_ = true;
  auto pump_once = lifeline_.guard([this] { pump(); });
  jobs_.on_ready(settings_.queue, [&executor = executor_, woken = woken_, pump_once] {
    // Commits come faster than the executor turns: one posted pump serves them all.
    if (!woken->exchange(true)) executor.post(pump_once);
  });
  executor_.post(pump_once);
}

void Worker::stop() {
  running_ = false;
  jobs_.on_ready(settings_.queue, {});
}

void Worker::pump() {
  woken_->store(false);
  while (running_ && under_way_ < settings_.concurrency) {
    auto job = jobs_.take(settings_.queue, settings_.lease);
    if (!job) return;
    begin(*std::move(job));
  }
}

void Worker::begin(Job job) {
  ++under_way_;
  ++counts_.taken;
  auto task = std::make_shared<Task>(std::move(job));
  deadlines_.watch(task);
  perform(task);
}

void Worker::time_out(const std::shared_ptr<Task>& task) {
  ++counts_.timed_out;
  close(task, failed(task->job, Error(ErrorCode::deadline_exceeded, "it took too long")));
}

void Worker::perform(const std::shared_ptr<Task>& task) {
  try {
    performer_.perform(task->job, lifeline_.guard([this, task](Outcome outcome) { close(task, std::move(outcome)); }));
  } catch (const std::exception& exception) {
    ++counts_.threw;
    close(task, failed(task->job, Error(ErrorCode::internal, exception.what())));
  }
}

void Worker::close(const std::shared_ptr<Task>& task, Outcome outcome) {
  if (!std::exchange(task->open, false)) return;
  task->outcome = std::move(outcome);
  jobs_.extend(task->job.key, settings_.lease);
  report(task);
}

void Worker::report(const std::shared_ptr<Task>& task) {
  if (task->reported == task->outcome.size()) return end();
  Request request;
  request.principal.kind = Principal::Kind::internal;
  request.principal.subject = settings_.queue + " worker";
  request.command = std::move(task->outcome[task->reported++]);
  auto on_answer = lifeline_.guard([this, task](const Answer& answer) { answered(task, answer); });
  submit_(std::move(request), [&executor = executor_, on_answer](Answer answer) {
    executor.post([on_answer, answer = std::move(answer)]() mutable { on_answer(answer); });
  });
}

void Worker::answered(const std::shared_ptr<Task>& task, const Answer& answer) {
  if (!answer.failed()) return report(task);
  ++counts_.refused;
  const bool not_understood = answer.status < 500 && answer.status != 429;
  if (not_understood && !std::exchange(task->refused, true)) {
    const std::string why = "the shop refused the report: " + answer.body.substr(0, 500);
    task->outcome = failed(task->job, Error(ErrorCode::internal, why));
    task->reported = 0;
    return report(task);
  }
  // The job's row says what it said before: it will be done again, which changes nothing outside.
  jobs_.release(task->job.key, settings_.wait_after_refusal);
  end();
}

void Worker::end() {
  --under_way_;
  // Through the executor, so that performances which report at once do not pile up on the stack.
  if (!woken_->exchange(true)) executor_.post(lifeline_.guard([this] { pump(); }));
}

}  // namespace aisle::shop
