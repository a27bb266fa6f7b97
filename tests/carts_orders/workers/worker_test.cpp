#include "carts_orders/workers/worker.hpp"

#include <gmock/gmock.h>

#include <map>
#include <stdexcept>

#include "carts_orders/testing/virtual_executor.hpp"

namespace aisle::shop {
namespace {

using ::testing::ElementsAre;

/// Jobs in a list, with leases on the virtual clock.
class ListedJobs final : public JobSource {
 public:
  explicit ListedJobs(Executor& executor) : executor_(executor) {}

  void add(std::int64_t number, EpochMillis in = 0) {
    Job job;
    job.key = number;
    job.queue = "q";
    jobs_[number] = {job, executor_.now() + in};
    executor_.post_after(in, wake_);
  }
  void settle(std::int64_t number) { jobs_.erase(number); }
  void postpone(std::int64_t number, EpochMillis by) {
    jobs_.at(number).free_at = executor_.now() + by;
    executor_.post_after(by, wake_);
  }
  bool has(std::int64_t number) const { return jobs_.contains(number); }
  bool empty() const { return jobs_.empty(); }

  std::optional<Job> take(std::string_view queue, EpochMillis lease) override {
    if (queue != "q") return std::nullopt;
    for (auto& [number, entry] : jobs_) {
      if (entry.free_at > executor_.now()) continue;
      postpone(number, lease);
      return entry.job;
    }
    return std::nullopt;
  }
  bool extend(std::int64_t job, EpochMillis lease) override {
    if (has(job)) postpone(job, lease);
    return has(job);
  }
  void release(std::int64_t job, EpochMillis wait) override {
    if (has(job)) postpone(job, wait);
  }
  void on_ready(std::string_view, std::function<void()> wake) override { wake_ = wake ? std::move(wake) : [] {}; }

 private:
  struct Entry {
    Job job;
    EpochMillis free_at = 0;
  };
  Executor& executor_;
  std::map<std::int64_t, Entry> jobs_;
  std::function<void()> wake_ = [] {};
};

/// Does what the test says; keeps the reports.
class ScriptedPerformer final : public Performer {
 public:
  void perform(const Job& job, Report report) override {
    ++performed[job.key];
    at_once = std::max(at_once, ++under_way);
    act(job, [this, report](Outcome outcome) {
      --under_way;
      report(std::move(outcome));
    });
  }
  std::function<void(const Job&, Report)> act;
  std::map<std::int64_t, int> performed;
  int under_way = 0;
  int at_once = 0;
};

Outcome finished(const Job& job) { return {Command(JobCommand(FinishJob{job.key}))}; }

struct WorkerTest : ::testing::Test {
  WorkerTest() {
    performer.act = [](const Job& job, const Report& report) { report(finished(job)); };
  }
  void start() {
    worker = std::make_unique<Worker>(
        settings, executor, jobs, performer,
        [this](Request request, const std::function<void(Answer)>& done) { submit(std::move(request), done); });
    worker->start();
  }
  void submit(Request request, const std::function<void(Answer)>& done) {
    EXPECT_EQ(request.principal.kind, Principal::Kind::internal);
    if (refusals > 0) {
      --refusals;
      return done(Answer{.status = refuse_with, .body = {}, .headers = {}});
    }
    const JobCommand& command = std::get<JobCommand>(request.command);
    if (const auto* finish = std::get_if<FinishJob>(&command)) {
      finishes.push_back(finish->job);
      jobs.settle(finish->job);
    } else if (const auto* fail = std::get_if<FailJob>(&command)) {
      failures.push_back(*fail);
      if (fail->permanent) jobs.settle(fail->job);
      else jobs.postpone(fail->job, 10'000);
    }
    done(Answer{});
  }

  VirtualExecutor executor;
  ListedJobs jobs{executor};
  ScriptedPerformer performer;
  WorkerSettings settings{.queue = "q", .concurrency = 3};
  std::unique_ptr<Worker> worker;
  std::vector<std::int64_t> finishes;
  std::vector<FailJob> failures;
  int refusals = 0;
  int refuse_with = 503;
};

TEST_F(WorkerTest, DoesWhatIsThereAndWhatArrives) {
  jobs.add(1);
  start();
  executor.run_for(10);
  EXPECT_THAT(finishes, ElementsAre(1));
  jobs.add(2);
  executor.run_for(10);
  EXPECT_THAT(finishes, ElementsAre(1, 2));
}

TEST_F(WorkerTest, WakesWhenAJobBecomesDue) {
  start();
  jobs.add(1, 60'000);
  executor.run_for(59'000);
  EXPECT_TRUE(finishes.empty());
  executor.run_for(1'100);
  EXPECT_THAT(finishes, ElementsAre(1));
}

TEST_F(WorkerTest, DoesNoMoreAtOnceThanItMay) {
  performer.act = [this](const Job& job, const Report& report) {
    executor.post_after(100, [job, report] { report(finished(job)); });
  };
  for (int number = 1; number <= 20; ++number) jobs.add(number);
  start();
  executor.run_for(700);
  EXPECT_EQ(finishes.size(), 20u);
  EXPECT_EQ(performer.at_once, 3);
}

TEST_F(WorkerTest, FailsWhatTakesTooLongAndGoesOnWithTheRest) {
  performer.act = [](const Job& job, const Report& report) {
    if (job.key > 3) report(finished(job));
  };
  for (int number = 1; number <= 6; ++number) jobs.add(number);
  start();
  executor.run_for(settings.patience * 9 / 8 + 10);
  EXPECT_THAT(finishes, ElementsAre(4, 5, 6));
  ASSERT_EQ(failures.size(), 3u);
  EXPECT_FALSE(failures[0].permanent);
  EXPECT_EQ(worker->under_way(), 0u);
}

TEST_F(WorkerTest, IgnoresReportsThatComeAfterTheEndOfPatience) {
  performer.act = [this](const Job& job, const Report& report) {
    executor.post_after(100'000, [job, report] { report(finished(job)); });
  };
  jobs.add(1);
  start();
  executor.run_for(69'000);
  EXPECT_EQ(failures.size(), 1u);
  worker->stop();
  executor.run_for(100'000);
  EXPECT_TRUE(finishes.empty());
}

TEST_F(WorkerTest, IsNotWedgedByJobsThatThrow) {
  performer.act = [](const Job& job, const Report& report) {
    if (job.key % 2 == 1) throw std::runtime_error("odd");
    report(finished(job));
  };
  for (int number = 1; number <= 10; ++number) jobs.add(number);
  start();
  executor.run_for(100);
  EXPECT_EQ(finishes.size(), 5u);
  ASSERT_EQ(failures.size(), 5u);
  EXPECT_EQ(failures[0].error, "odd");
  EXPECT_EQ(worker->counts().threw, 5u);
}

TEST_F(WorkerTest, GivesBackWhatTheShopCouldNotRecordAndDoesItAgain) {
  refusals = 2;
  jobs.add(1);
  start();
  executor.run_for(500);
  EXPECT_TRUE(finishes.empty());
  executor.run_for(2'000);
  EXPECT_THAT(finishes, ElementsAre(1));
  EXPECT_EQ(performer.performed[1], 3);
}

TEST_F(WorkerTest, FailsJobsWhoseReportsTheShopDoesNotUnderstand) {
  refusals = 1;
  refuse_with = 404;
  jobs.add(1);
  start();
  executor.run_for(500);
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_FALSE(failures[0].permanent);
}

TEST_F(WorkerTest, SubmitsTheCommandsOfAnOutcomeInOrder) {
  performer.act = [](const Job& job, const Report& report) {
    report({Command(JobCommand(FinishJob{100 + job.key})), Command(JobCommand(FinishJob{job.key}))});
  };
  jobs.add(1);
  start();
  executor.run_for(10);
  EXPECT_THAT(finishes, ElementsAre(101, 1));
}

TEST_F(WorkerTest, TakesNothingMoreOnceStopped) {
  performer.act = [this](const Job& job, const Report& report) {
    executor.post_after(100, [job, report] { report(finished(job)); });
  };
  jobs.add(1);
  start();
  executor.run_for(10);
  worker->stop();
  jobs.add(2);
  executor.run_for(1'000);
  EXPECT_THAT(finishes, ElementsAre(1)) << "what was under way is finished";
  EXPECT_EQ(worker->under_way(), 0u);
}

TEST_F(WorkerTest, MayDieWithJobsUnderWay) {
  performer.act = [this](const Job& job, const Report& report) {
    executor.post_after(100, [job, report] { report(finished(job)); });
  };
  jobs.add(1);
  start();
  executor.run_for(10);
  worker.reset();
  jobs.add(2);
  executor.run_for(500'000);
  EXPECT_TRUE(finishes.empty());
  start();
  executor.run_for(500'000);
  EXPECT_THAT(finishes, ElementsAre(1, 2)) << "the lease of the dead worker ended";
}

TEST(Deadlines, ForgetWhatIsDone) {
  struct Thing {
    bool open = true;
  };
  VirtualExecutor executor;
  int expired = 0;
  Deadlines<Thing> deadlines(executor, 800, [&](const std::shared_ptr<Thing>&) { ++expired; });
  std::vector<std::shared_ptr<Thing>> kept;
  for (int i = 0; i < 10'000; ++i) {
    auto thing = std::make_shared<Thing>();
    deadlines.watch(thing);
    thing->open = i % 1000 == 0;
    if (thing->open) kept.push_back(thing);
  }
  kept[0]->open = false;
  executor.run_for(799);
  EXPECT_EQ(expired, 0);
  executor.run_for(101);
  EXPECT_EQ(expired, 9);
}

}  // namespace
}  // namespace aisle::shop
