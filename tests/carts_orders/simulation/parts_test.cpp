// The simulation's own parts: a simulator that misbehaves proves nothing.
#include <gtest/gtest.h>

#include <set>

#include "carts_orders/testing/simulation/ack_log.hpp"
#include "carts_orders/testing/simulation/command_name.hpp"
#include "carts_orders/testing/simulation/dice.hpp"
#include "carts_orders/testing/simulation/far_call.hpp"
#include "carts_orders/testing/simulation/planted_store.hpp"

namespace aisle::shop::simulation {
namespace {

TEST(Dice, StayWithinTheirBounds) {
  Dice dice(1);
  std::set<std::int64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(dice.between(-2, 2));
  EXPECT_EQ(seen, (std::set<std::int64_t>{-2, -1, 0, 1, 2}));
  for (int i = 0; i < 1000; ++i) EXPECT_LE(dice.skewed(1000), 1000);
  EXPECT_FALSE(dice.chance(0));
  EXPECT_TRUE(dice.chance(1));
}

/// A road whose faults are all of one kind.
struct RoadFixture {
  VirtualExecutor executor;
  Faults faults = no_faults();
  Road road{executor, Dice(7), faults};
  EpochMillis wall_offset = 0;
  std::shared_ptr<ProcessExecutor> process = std::make_shared<ProcessExecutor>(executor, wall_offset);

  int arrivals(int sent) {
    int arrived = 0;
    for (int i = 0; i < sent; ++i) road.send([&] { ++arrived; });
    executor.run_until_idle();
    return arrived;
  }
};

TEST(Road, DeliversOnceOnAGoodDay) { EXPECT_EQ(RoadFixture().arrivals(100), 100); }

TEST(Road, LosesAndDoublesOnABadOne) {
  RoadFixture bad;
  bad.faults.lose = 1;
  EXPECT_EQ(bad.arrivals(100), 0);
  bad.faults.lose = 0;
  bad.faults.duplicate = 1;
  EXPECT_EQ(bad.arrivals(100), 200);
}

TEST(FarCall, CallsBackOnceHoweverOftenItIsAnswered) {
  RoadFixture fixture;
  fixture.faults.duplicate = 1;
  int asked = 0;
  int answered = 0;
  FarCall call(fixture.road, fixture.process, 1000);
  call.make<Status>([&](auto answer) { ++asked; answer(Status()); }, [&](Status status) { answered += status.ok() ? 1 : 100; });
  fixture.executor.run_until_idle();
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(answered, 1);
}

TEST(FarCall, FailsWhenPatienceEnds) {
  RoadFixture fixture;
  fixture.faults.lose = 1;
  std::optional<Status> outcome;
  FarCall call(fixture.road, fixture.process, 1000);
  call.make<Status>([](auto) {}, [&](Status status) { outcome = status; });
  fixture.executor.run_until_idle();
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->error().code, ErrorCode::deadline_exceeded);
}

TEST(FarCall, TellsNothingToAProcessThatDied) {
  RoadFixture fixture;
  bool told = false;
  FarCall call(fixture.road, fixture.process, 1000);
  call.make<Status>([](auto answer) { answer(Status()); }, [&](Status) { told = true; });
  fixture.process->die();
  fixture.executor.run_until_idle();
  EXPECT_FALSE(told);
}

ChangeSet answer_row(std::string key) {
  ChangeSet changes;
  changes.of<StoredAnswer>().upserts.push_back(std::make_shared<const StoredAnswer>(StoredAnswer{.key = std::move(key)}));
  return changes;
}

void commit(PlantedStore& store, const ChangeSet& changes) {
  ASSERT_TRUE(store.begin_batch() && store.apply(changes) && store.commit_durable());
}

TEST(PlantedStore, KeepsWhatWasCommittedWhenNoBugIsPlanted) {
  PlantedStore store(PlantedBug::none, {});
  commit(store, answer_row("a"));
  store.crash();
  EXPECT_TRUE(store.contents().find<StoredAnswer>("a"));
}

TEST(PlantedStore, LosesWhatWasNotSyncedWhenSyncsAreSkipped) {
  PlantedStore store(PlantedBug::sync_skipped, {});
  for (int i = 0; i < 20; ++i) commit(store, answer_row(std::to_string(i)));
  store.crash();
  EXPECT_TRUE(store.contents().find<StoredAnswer>("0"));
  EXPECT_FALSE(store.contents().find<StoredAnswer>("19"));
}

TEST(PlantedStore, WritesAnswersWithTheNextCommitWhenTheyAreStoredLater) {
  PlantedStore store(PlantedBug::answer_stored_later, {});
  commit(store, answer_row("a"));
  EXPECT_FALSE(store.contents().find<StoredAnswer>("a"));
  commit(store, answer_row("b"));
  EXPECT_TRUE(store.contents().find<StoredAnswer>("a"));
}

TEST(AckLog, FindsASecondAnswerToOneKey) {
  AckLog acks;
  Findings findings;
  acks.heard({"key", "body"}, {.status = 201, .body = "a", .headers = {}}, findings);
  acks.heard({"key", "body"}, {.status = 201, .body = "a", .headers = {}}, findings);
  EXPECT_TRUE(findings.none());
  acks.heard({"key", "body"}, {.status = 201, .body = "b", .headers = {}}, findings);
  EXPECT_FALSE(findings.none());
}

TEST(AckLog, FindsAnEffectThatIsThereTwice) {
  AckLog acks;
  acks.expect("a thing", 1, [](const ShopContents&) { return 2; });
  Findings findings;
  acks.check({}, findings);
  EXPECT_FALSE(findings.none());
}

TEST(CommandName, NamesTheOrderThatACommandSpeaksOf) {
  const Id id{.high = 1, .low = 2};
  EXPECT_EQ(order_of(Command(OrderCommand(CancelOrder{.order = id}))), id);
  EXPECT_EQ(order_of(Command(PaymentCommand(ApplyProviderEvent{.event = {.order = id}}))), id);
  EXPECT_TRUE(order_of(Command(CartCommand(CreateCart{}))).is_null());
  EXPECT_EQ(name_of(Command(OrderCommand(CancelOrder{}))), "CancelOrder");
  EXPECT_EQ(name_of(Command(JobCommand(Tidy{}))), "Tidy");
}

}  // namespace
}  // namespace aisle::shop::simulation
