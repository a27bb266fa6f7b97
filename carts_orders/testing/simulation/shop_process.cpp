#include "carts_orders/testing/simulation/shop_process.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "carts_orders/testing/simulation/command_name.hpp"

namespace aisle::shop::simulation {
namespace {

constexpr EpochMillis kPauseWhenFull = 500;  // as the writer's
constexpr EpochMillis kLongestSleep = 60'000;

}  // namespace

class ShopProcess::VirtualWall final : public Clock {
 public:
  explicit VirtualWall(const World& world) : world_(world) {}
  EpochMillis now_ms() const override { return world_.shop_wall(); }

 private:
  const World& world_;
};

class ShopProcess::VirtualBoot final : public BootClock {
 public:
  explicit VirtualBoot(const World& world) : world_(world) {}
  EpochMillis since_boot_ms() const override {
    return world_.bug == PlantedBug::wall_clock_leases ? world_.shop_wall() : world_.executor.elapsed();
  }

 private:
  const World& world_;
};

ShopProcess::ShopProcess(World& world, Entropy& entropy, CommitObserver& auditor)
    : world_(world),
      auditor_(auditor),
      executor_(std::make_shared<ProcessExecutor>(world.executor, world.wall_offset)),
      snapshot_(world.disk.snapshot_read()),
      machine_(world.settings, *snapshot_, entropy),
      reader_(machine_.tables(), snapshot_),
      runner_(world.bug, machine_, world.disk),
      publisher_(world.catalog),
      timers_(board_, *snapshot_, machine_.settings()),
      wall_(std::make_unique<VirtualWall>(world)),
      boot_(std::make_unique<VirtualBoot>(world)),
      source_(board_, *executor_, [this] { return now(); }) {}

bool ShopProcess::open() {
  if (Status loaded = machine_.load(world_.disk); !loaded) return false;
  const Tables& tables = machine_.tables();
  publisher_.publish_all(tables);
  tables.of<Job>().for_each_committed([this](const auto& job) { board_.add(job); });
  tables.of<Reservation>().for_each_committed([this](const auto& reservation) { timers_.add(*reservation); });
  for (CommitObserver* observer : {static_cast<CommitObserver*>(&publisher_), static_cast<CommitObserver*>(&board_),
                                   static_cast<CommitObserver*>(&timers_), &auditor_}) {
    runner_.add_observer(*observer);
  }
  clock_ = std::make_unique<ShopClock>(*wall_, *boot_, machine_.recorded_time());
  world_.catalog.compare(reader_, world_.findings);
  wake_at(world_.executor.elapsed());
  return true;
}

EpochMillis ShopProcess::now() { return clock_->tick(); }

void ShopProcess::submit(Request request, Completion done) {
  line_.push_back({std::move(request), std::move(done)});
  wake_at(std::max(world_.executor.elapsed(), busy_until_));
}

void ShopProcess::wake_at(EpochMillis elapsed) {
  if (elapsed >= next_wake_) return;
  next_wake_ = elapsed;
  executor_->post_after(elapsed - world_.executor.elapsed(), [this, elapsed] {
    if (elapsed != next_wake_) return;  // woken earlier meanwhile
    next_wake_ = kNever;
    turn();
  });
}

// As Writer::work.
void ShopProcess::turn() {
  const bool due = !world_.dice.chance(world_.faults.late_timer) && run_due();
  if (!alive()) return;
  if (!line_.empty()) run(next_batch());
  if (!alive()) return;
  const EpochMillis elapsed = world_.executor.elapsed();
  busy_until_ = elapsed + world_.dice.skewed(world_.faults.longest_commit);
  EpochMillis next = elapsed + std::clamp<EpochMillis>(timers_.next() - now(), 1, kLongestSleep);
  if (!due && was_full_) next = elapsed + kPauseWhenFull;
  if (!line_.empty()) next = elapsed;
  wake_at(std::max(next, busy_until_));
}

std::vector<Submission> ShopProcess::next_batch() {
  const auto size = static_cast<std::ptrdiff_t>(std::min(line_.size(), world_.batch_limit));
  std::vector<Submission> batch(std::make_move_iterator(line_.begin()), std::make_move_iterator(line_.begin() + size));
  line_.erase(line_.begin(), line_.begin() + size);
  return batch;
}

bool ShopProcess::run_due() {
  const EpochMillis time = now();
  if (timers_.next() > time) return false;
  Result<std::vector<Request>> due = timers_.due(time, world_.batch_limit);
  if (!due) {
    die();
    return false;
  }
  if (due->empty()) return false;
  std::vector<Submission> batch;
  for (Request& request : *due) batch.push_back({std::move(request), {}});
  run(std::move(batch));
  return !was_full_;
}

void ShopProcess::trace_answers(std::vector<Submission>& batch) {
  for (Submission& submission : batch) {
    const Command& command = submission.request.command;
    if (const Id order = order_of(command); !order.is_null()) {
      if (const auto found = *reader_.order(order)) world_.coverage.note_meeting(found->state, name_of(command));
    }
    submission.done = [this, name = name_of(command), done = std::move(submission.done)](Answer answer) {
      world_.note(name, world_.trace.is_printed() ? fmt::format("{} {}", answer.status, answer.body) : answer.body);
      if (done) done(std::move(answer));
    };
  }
}

void ShopProcess::run(std::vector<Submission> batch) {
  const bool asked_by_time = batch.front().request.principal.kind == Principal::Kind::internal && !batch.front().done;
  trace_answers(batch);
  const Result<BatchReport> report = runner_.run(batch, now());
  if (!report) {
    world_.note("device failed", report.error().message);
    die();
    return;
  }
  if (report->changed_records > 0) was_full_ = report->disk_full;
  if (asked_by_time) {
    world_.findings.expect(report->changed_records > 0, "time asked for what changed nothing", std::string(name_of(batch.front().request.command)));
  }
  world_.catalog.compare(reader_, world_.findings);
}

}  // namespace aisle::shop::simulation
