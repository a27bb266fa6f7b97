#include "carts_orders/service/batch_runner.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <string>

#include "carts_orders/testing/memory_store.hpp"
#include "tests/carts_orders/service/keyed_request.hpp"
#include "tests/carts_orders/service/unreadable_store.hpp"

namespace aisle::shop {
namespace {

using ::testing::ElementsAre;

constexpr EpochMillis kNow = 1'700'000'000'000;

/// A machine over a store, as after a start.
struct Fixture {
  explicit Fixture(MemoryStore& store_in)
      : store(store_in), reader(store.snapshot_read()), machine({}, *reader, entropy), runner(machine, store) {
    EXPECT_TRUE(machine.load(store));
  }
  void add(Request request) {
    const std::size_t at = batch.size();
    answers.emplace_back();
    batch.push_back({std::move(request), [this, at](Answer answer) { answers[at] = std::move(answer); }});
  }
  Result<BatchReport> run(EpochMillis now = kNow) { return runner.run(batch, now); }

  MemoryStore& store;
  std::shared_ptr<SnapshotReader> reader;
  SeededEntropy entropy{7};
  Machine machine;
  BatchRunner runner;
  std::vector<Submission> batch;
  std::vector<std::optional<Answer>> answers;
};

struct Observer final : CommitObserver {
  explicit Observer(std::function<void(const ChangeSet&)> see_in) : see(std::move(see_in)) {}
  void committed(const ChangeSet& changes) override { see(changes); }
  std::function<void(const ChangeSet&)> see;
};

bool replayed(const Answer& answer) {
  return std::ranges::find(answer.headers, std::pair<std::string, std::string>("Idempotency-Replayed", "true")) != answer.headers.end();
}

TEST(BatchRunner, AnswersNobodyBeforeTheCommitIsDurableAndObserved) {
  MemoryStore store;
  Fixture shop(store);
  std::vector<std::string> steps;
  Observer first([&](const ChangeSet& changes) {
    EXPECT_FALSE(changes.empty());
    EXPECT_TRUE(store.contents().find<StoredAnswer>("key"));
    steps.push_back("first observer");
  });
  Observer second([&](const ChangeSet&) { steps.push_back("second observer"); });
  shop.runner.add_observer(first);
  shop.runner.add_observer(second);
  shop.batch.push_back({keyed_request("key"), [&](Answer) { steps.push_back("answer"); }});
  ASSERT_TRUE(shop.run());
  EXPECT_THAT(steps, ElementsAre("first observer", "second observer", "answer"));
}

TEST(BatchRunner, CommitsABatchOnce) {
  MemoryStore store;
  Fixture shop(store);
  for (const char* key : {"a", "b", "c"}) shop.add(keyed_request(key));
  const auto report = shop.run();
  ASSERT_TRUE(report);
  EXPECT_EQ(store.commits(), 1U);
  EXPECT_GE(report->changed_records, 3U);
  EXPECT_EQ(store.contents().of<StoredAnswer>().size(), 3U);
}

TEST(BatchRunner, ShowsARequestWhatEarlierOnesOfItsBatchDid) {
  MemoryStore store;
  Fixture shop(store);
  shop.add(keyed_request("key"));
  shop.add(keyed_request("key"));
  shop.add(keyed_request("key", "another body"));
  ASSERT_TRUE(shop.run());
  EXPECT_FALSE(replayed(*shop.answers[0]));
  EXPECT_TRUE(replayed(*shop.answers[1]));
  EXPECT_EQ(shop.answers[1]->body, shop.answers[0]->body);
  EXPECT_EQ(shop.answers[2]->status, 422);
}

TEST(BatchRunner, WritesNothingWhenNothingChanged) {
  MemoryStore store;
  Fixture shop(store);
  shop.add(idle_request());
  const auto report = shop.run();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->changed_records, 0U);
  EXPECT_EQ(store.commits(), 0U);
  EXPECT_TRUE(shop.answers[0]);
}

TEST(BatchRunner, RecordsTheTimeWithEveryChange) {
  MemoryStore store;
  Fixture shop(store);
  shop.add(keyed_request("key"));
  ASSERT_TRUE(shop.run(kNow + 5));
  EXPECT_EQ(shop.machine.recorded_time(), kNow + 5);
  EXPECT_EQ(Fixture(store).machine.recorded_time(), kNow + 5);
}

TEST(BatchRunner, TakesTheBatchBackWhenTheDiskIsFull) {
  MemoryStore store([](std::uint64_t commit) { return commit == 1 ? CommitFault::disk_full : CommitFault::none; });
  Fixture shop(store);
  int observed = 0;
  Observer observer([&](const ChangeSet&) { ++observed; });
  shop.runner.add_observer(observer);
  shop.add(keyed_request("key"));
  shop.add(keyed_request("key"));
  auto report = shop.run();
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->disk_full);
  EXPECT_EQ(observed, 0);
  // The second would have replayed an answer that was never stored.
  EXPECT_EQ(shop.answers[0]->status, 507);
  EXPECT_EQ(shop.answers[1]->status, 507);
  EXPECT_TRUE(store.contents().of<StoredAnswer>().empty());

  report = shop.run(kNow + 1);
  ASSERT_TRUE(report);
  EXPECT_FALSE(report->disk_full);
  EXPECT_NE(shop.answers[0]->status, 507);
  EXPECT_FALSE(replayed(*shop.answers[0]));
  EXPECT_TRUE(replayed(*shop.answers[1]));
}

TEST(BatchRunner, NumbersEventsAndJobsWithoutGapsAfterABatchWasTakenBack) {
  MemoryStore store([](std::uint64_t commit) { return commit == 2 ? CommitFault::disk_full : CommitFault::none; });
  Fixture shop(store);
  for (int round = 0; round < 3; ++round) {
    shop.batch.clear();
    shop.answers.clear();
    shop.add(keyed_request("key " + std::to_string(round)));
    ASSERT_TRUE(shop.run(kNow + round));
  }
  std::int64_t number = 0;
  for (const Event& event : store.contents().events) EXPECT_EQ(event.number, ++number);
}

TEST(BatchRunner, AnswersNobodyWhenTheDeviceFails) {
  for (const CommitFault fault : {CommitFault::device_error_lost, CommitFault::device_error_kept}) {
    MemoryStore store([fault](std::uint64_t commit) { return commit == 1 ? fault : CommitFault::none; });
    {
      Fixture shop(store);
      shop.add(keyed_request("key"));
      EXPECT_FALSE(shop.run());
      EXPECT_FALSE(shop.answers[0]);
      EXPECT_FALSE(shop.run(kNow + 1)) << "after a failure nothing may be tried again";
      EXPECT_FALSE(shop.answers[0]);
    }
    store.crash();
    Fixture shop(store);
    shop.add(keyed_request("key"));
    ASSERT_TRUE(shop.run(kNow + 2));
    EXPECT_EQ(replayed(*shop.answers[0]), fault == CommitFault::device_error_kept);
  }
}

TEST(BatchRunner, AnswersNobodyWhenARecordCannotBeRead) {
  MemoryStore store;
  UnreadableStore unreadable;
  SeededEntropy entropy(7);
  Machine machine({}, unreadable, entropy);
  BatchRunner runner(machine, store);
  std::vector<Submission> batch;
  bool answered = false;
  batch.push_back({keyed_request("key"), [&](Answer) { answered = true; }});
  const auto report = runner.run(batch, kNow);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, "device_failed");
  EXPECT_FALSE(answered);
  EXPECT_EQ(store.commits(), 0U);
}

TEST(BatchRunner, GivesTheSameStateForTheSameRequestsTimesAndSeed) {
  std::string first;
  for (int run = 0; run < 2; ++run) {
    MemoryStore store;
    Fixture shop(store);
    for (int i = 0; i < 20; ++i) shop.add(keyed_request("key " + std::to_string(i % 13)));
    ASSERT_TRUE(shop.run());
    std::string bodies;
    for (const auto& answer : shop.answers) bodies += answer->body;
    if (run == 0) first = bodies;
    EXPECT_EQ(bodies, first);
  }
}

}  // namespace
}  // namespace aisle::shop
