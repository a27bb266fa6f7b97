#include "bench/store/rocks_store.hpp"

#include <gtest/gtest.h>

#include "carts_orders/testing/memory_store.hpp"
#include "tests/carts_orders/store/equal_stores.hpp"
#include "tests/carts_orders/store/random_changes.hpp"
#include "tests/carts_orders/store/temporary_directory.hpp"

namespace aisle::bench {
namespace {

void commit(shop::Store& store, const shop::ChangeSet& changes) {
  ASSERT_TRUE(store.begin_batch());
  ASSERT_TRUE(store.apply(changes));
  ASSERT_TRUE(store.commit_durable());
}

std::unique_ptr<RocksStore> open(const std::filesystem::path& directory) {
  auto store = RocksStore::open(directory);
  EXPECT_TRUE(store.ok()) << (store.ok() ? "" : store.error().message);
  return store ? *std::move(store) : nullptr;
}

// What is measured must do the same work.
TEST(RocksStore, AnswersEveryQueryAsTheStoreInMemoryDoes) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const shop::TemporaryDirectory directory;
    shop::MemoryStore memory;
    shop::RandomChanges random(seed);
    {
      const auto store = open(directory.path() / "rocks");
      for (int batch = 0; batch < 20; ++batch) {
        const shop::ChangeSet changes = random.next(1 + batch % 7);
        commit(memory, changes);
        commit(*store, changes);
      }
      shop::expect_equal_answers(*memory.snapshot_read(), *store->snapshot_read());
    }
    const auto again = open(directory.path() / "rocks");
    shop::expect_equal_loads(memory, *again);
    shop::expect_equal_answers(*memory.snapshot_read(), *again->snapshot_read());
  }
}

}  // namespace
}  // namespace aisle::bench
