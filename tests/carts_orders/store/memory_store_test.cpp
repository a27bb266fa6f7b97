#include "carts_orders/testing/memory_store.hpp"

#include <gtest/gtest.h>

namespace aisle::shop {
namespace {

ChangeSet stock_of(const std::string& sku, std::int64_t on_hand) {
  ChangeSet changes;
  changes.of<Stock>().upserts.push_back(std::make_shared<const Stock>(Stock{.key = {.sku = sku}, .on_hand = on_hand, .version = 1}));
  return changes;
}

Status commit(Store& store, const ChangeSet& changes) {
  if (Status begun = store.begin_batch(); !begun) return begun;
  if (Status applied = store.apply(changes); !applied) return applied;
  return store.commit_durable();
}

MemoryStore failing_at_first_commit(CommitFault fault) {
  return MemoryStore([fault](std::uint64_t number) { return number == 1 ? fault : CommitFault::none; });
}

bool has_stock(Store& store, const std::string& sku) { return *store.snapshot_read()->find(StockKey{.sku = sku}) != nullptr; }

TEST(MemoryStore, ShowsNothingOfAnOpenBatch) {
  MemoryStore store;
  ASSERT_TRUE(store.begin_batch());
  ASSERT_TRUE(store.apply(stock_of("shoe", 3)));
  EXPECT_FALSE(has_stock(store, "shoe"));
  ASSERT_TRUE(store.commit_durable());
  EXPECT_TRUE(has_stock(store, "shoe"));
}

TEST(MemoryStore, LosesTheOpenBatchInACrash) {
  MemoryStore store;
  ASSERT_TRUE(commit(store, stock_of("shoe", 3)));
  ASSERT_TRUE(store.begin_batch());
  ASSERT_TRUE(store.apply(stock_of("hat", 3)));
  store.crash();
  ASSERT_TRUE(commit(store, {}));
  EXPECT_TRUE(has_stock(store, "shoe"));
  EXPECT_FALSE(has_stock(store, "hat"));
}

TEST(MemoryStore, GoesOnAfterAFullDiskWithoutTheBatch) {
  MemoryStore store = failing_at_first_commit(CommitFault::disk_full);
  EXPECT_EQ(commit(store, stock_of("shoe", 3)).error().code, ErrorCode::resource_exhausted);
  EXPECT_FALSE(has_stock(store, "shoe"));
  EXPECT_TRUE(commit(store, stock_of("hat", 3)));
}

TEST(MemoryStore, StopsAfterADeviceErrorUntilTheProcessIsRestarted) {
  for (const CommitFault fault : {CommitFault::device_error_lost, CommitFault::device_error_kept}) {
    MemoryStore store = failing_at_first_commit(fault);
    EXPECT_NE(commit(store, stock_of("shoe", 3)).error().code, ErrorCode::resource_exhausted);
    EXPECT_FALSE(store.begin_batch());
    store.crash();
    EXPECT_EQ(has_stock(store, "shoe"), fault == CommitFault::device_error_kept);
    EXPECT_TRUE(commit(store, stock_of("hat", 3)));
  }
}

TEST(MemoryStore, NeverGivesTheNumberOfAJobThatIsGone) {
  MemoryStore store;
  ChangeSet changes;
  changes.of<Job>().upserts.push_back(std::make_shared<const Job>(Job{.key = 7}));
  ASSERT_TRUE(commit(store, changes));
  changes = {};
  changes.of<Job>().erased = {7, 8};
  ASSERT_TRUE(commit(store, changes));
  const ResidentSink sink{[](Stock) {}, [](Price) {}, [](Reservation) {}, [](Job) { FAIL(); }, [](Meta) {}};
  EXPECT_EQ(store.load(sink)->last_job, 8);
}

}  // namespace
}  // namespace aisle::shop
