#include "carts_orders/service/timers.hpp"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "carts_orders/testing/memory_store.hpp"
#include "tests/carts_orders/service/unreadable_store.hpp"

namespace aisle::shop {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Id id(std::uint64_t number) { return {.high = number, .low = number}; }

Reservation pending(std::uint64_t number, EpochMillis expires_at) {
  return {.key = id(number), .state = ReservationState::pending, .expires_at = expires_at};
}

ChangeSet changed(Reservation reservation) {
  ChangeSet changes;
  changes.of<Reservation>().upserts.push_back(std::make_shared<const Reservation>(std::move(reservation)));
  return changes;
}

/// Timers over an empty board and store.
struct Fixture {
  std::vector<Request> due(EpochMillis now, std::size_t limit = 100) {
    auto requests = timers.due(now, limit);
    EXPECT_TRUE(requests);
    return *std::move(requests);
  }
  std::vector<Id> expired(EpochMillis now, std::size_t limit = 100) {
    for (const Request& request : due(now, limit)) {
      if (const auto* inventory = std::get_if<InventoryCommand>(&request.command)) {
        return std::get<ExpireReservations>(*inventory).reservations;
      }
    }
    return {};
  }
  template <class Record>
  void record(Record record) {
    ChangeSet changes;
    changes.of<Record>().upserts.push_back(std::make_shared<const Record>(std::move(record)));
    ASSERT_TRUE(store.begin_batch() && store.apply(changes) && store.commit_durable());
  }

  MemoryStore store;
  std::shared_ptr<SnapshotReader> reader = store.snapshot_read();
  JobBoard board;
  ShopSettings settings;
  Timers timers{board, *reader, settings};
};

TEST(Timers, ExpiresLeasesWhenTheirTimeHasComeAndNotBefore) {
  Fixture shop;
  shop.timers.add(pending(1, 200));
  shop.timers.add(pending(2, 100));
  EXPECT_THAT(shop.expired(99), IsEmpty());
  EXPECT_THAT(shop.expired(100), ElementsAre(id(2)));
  EXPECT_THAT(shop.expired(250), ElementsAre(id(2), id(1)));
}

TEST(Timers, AsksAgainUntilTheLeaseIsSettled) {
  Fixture shop;
  shop.timers.committed(changed(pending(1, 100)));
  EXPECT_THAT(shop.expired(100), ElementsAre(id(1)));
  EXPECT_THAT(shop.expired(101), ElementsAre(id(1)));
  Reservation settled = pending(1, 100);
  settled.state = ReservationState::expired;
  shop.timers.committed(changed(settled));
  EXPECT_THAT(shop.expired(102), IsEmpty());
}

TEST(Timers, FollowsALeaseThatIsExtendedOrCutShort) {
  Fixture shop;
  shop.timers.committed(changed(pending(1, 100)));
  shop.timers.committed(changed(pending(1, 300)));
  EXPECT_THAT(shop.expired(299), IsEmpty());
  shop.timers.committed(changed(pending(1, 200)));
  EXPECT_THAT(shop.expired(200), ElementsAre(id(1)));
}

TEST(Timers, ForgetsLeasesThatWereResolved) {
  for (const ReservationState state : {ReservationState::committed, ReservationState::released}) {
    Fixture shop;
    shop.timers.add(pending(1, 100));
    Reservation resolved = pending(1, 100);
    resolved.state = state;
    shop.timers.committed(changed(resolved));
    EXPECT_THAT(shop.expired(1000), IsEmpty());
  }
}

TEST(Timers, ExpiresAtMostTheLimitAtATime) {
  Fixture shop;
  for (std::uint64_t number = 1; number <= 10; ++number) shop.timers.add(pending(number, 100));
  EXPECT_THAT(shop.expired(100, 4), SizeIs(4));
}

TEST(Timers, RunsTimerJobsThatAreDue) {
  Fixture shop;
  shop.board.add(std::make_shared<const Job>(Job{.key = 5, .queue = "timer", .run_at = 100}));
  shop.board.add(std::make_shared<const Job>(Job{.key = 6, .queue = "payment", .run_at = 100}));
  EXPECT_THAT(shop.due(99), IsEmpty());
  const auto requests = shop.due(100);
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(std::get<RunTimer>(std::get<JobCommand>(requests[0].command)).job, 5);
  EXPECT_EQ(requests[0].principal.kind, Principal::Kind::internal);
}

TEST(Timers, SweepsCartsAnswersAndWebhooksWhoseTimeIsOver) {
  Fixture shop;
  const EpochMillis now = shop.settings.webhook_life + 1000;
  shop.record(Cart{.key = id(1), .expires_at = now});
  shop.record(Cart{.key = id(2), .expires_at = now + 1});
  shop.record(Cart{.key = id(3), .expires_at = 0});
  shop.record(StoredAnswer{.key = "old", .expires_at = now});
  shop.record(StoredAnswer{.key = "young", .expires_at = now + 1});
  shop.record(WebhookEvent{.key = "test:old", .received_at = 999});
  shop.record(WebhookEvent{.key = "test:young", .received_at = 1000});
  shop.record(WebhookEvent{.key = "test:parked", .received_at = now - shop.settings.parked_webhook_life, .parked = true});
  shop.record(WebhookEvent{.key = "test:waiting", .received_at = now - shop.settings.parked_webhook_life + 1, .parked = true});
  const auto requests = shop.due(now);
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(std::get<ExpireCart>(std::get<CartCommand>(requests[0].command)).cart, id(1));
  const auto& tidy = std::get<Tidy>(std::get<JobCommand>(requests[1].command));
  EXPECT_THAT(tidy.answers, ElementsAre("old"));
  EXPECT_THAT(tidy.webhooks, ElementsAre("test:old", "test:parked"));
}

TEST(Timers, SweepsSeldomUnlessASweepFoundAllItMayTake) {
  Fixture shop;
  for (std::uint64_t number = 1; number <= 3; ++number) shop.record(Cart{.key = id(number), .expires_at = 5});
  EXPECT_THAT(shop.due(10, 2), SizeIs(2));
  EXPECT_EQ(shop.timers.next(), 10);
  EXPECT_THAT(shop.due(10, 100), SizeIs(3));
  EXPECT_THAT(shop.due(10 + Timers::kSweepInterval - 1, 100), IsEmpty());
  EXPECT_THAT(shop.due(10 + Timers::kSweepInterval, 100), SizeIs(3));
}

TEST(Timers, SaysWhenItHasSomethingToSayAgain) {
  Fixture shop;
  EXPECT_THAT(shop.due(0), IsEmpty());
  EXPECT_EQ(shop.timers.next(), Timers::kSweepInterval);
  shop.timers.add(pending(1, 500));
  EXPECT_EQ(shop.timers.next(), 500);
  shop.board.add(std::make_shared<const Job>(Job{.key = 5, .queue = "timer", .run_at = 100}));
  EXPECT_EQ(shop.timers.next(), 100);
}

TEST(Timers, PassesOnThatTheStoreCannotBeRead) {
  UnreadableStore unreadable;
  JobBoard board;
  ShopSettings settings;
  Timers timers(board, unreadable, settings);
  const auto due = timers.due(0, 10);
  ASSERT_FALSE(due);
  EXPECT_EQ(due.error().kind, "device_failed");
}

}  // namespace
}  // namespace aisle::shop
