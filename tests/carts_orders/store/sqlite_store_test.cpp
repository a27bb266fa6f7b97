#include "carts_orders/store/sqlite_store.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "carts_orders/testing/memory_store.hpp"
#include "tests/carts_orders/store/equal_stores.hpp"
#include "tests/carts_orders/store/random_changes.hpp"
#include "tests/carts_orders/store/temporary_directory.hpp"

namespace aisle::shop {
namespace {

std::unique_ptr<SqliteStore> open(const std::filesystem::path& directory, const SqliteOptions& options = {}) {
  auto store = SqliteStore::open(directory, options);
  EXPECT_TRUE(store.ok()) << (store.ok() ? "" : store.error().message);
  return store ? *std::move(store) : nullptr;
}

Status commit(Store& store, const ChangeSet& changes) {
  if (Status begun = store.begin_batch(); !begun) return begun;
  if (Status applied = store.apply(changes); !applied) return applied;
  return store.commit_durable();
}

ChangeSet stock_of(const std::string& sku, std::int64_t on_hand, std::int64_t reserved = 0) {
  ChangeSet changes;
  changes.of<Stock>().upserts.push_back(
      std::make_shared<const Stock>(Stock{.key = {.sku = sku}, .on_hand = on_hand, .reserved = reserved, .version = 1}));
  return changes;
}

ChangeSet large_order(int at, std::size_t bytes) {
  ChangeSet changes;
  changes.of<Order>().upserts.push_back(
      std::make_shared<const Order>(Order{.key = RandomChanges::id(at), .owner = "user:1", .reason = std::string(bytes, 'x')}));
  return changes;
}

bool has_stock(Store& store, const std::string& sku) { return *store.snapshot_read()->find(StockKey{.sku = sku}) != nullptr; }

int rounds(int full) {
  const char* effort = std::getenv("AISLE_TEST_EFFORT");
  return effort ? std::max(1, full * std::atoi(effort) / 100) : full;
}

TEST(SqliteStore, AnswersEveryQueryAsTheStoreInMemoryDoes) {
  for (int seed = 1; seed <= rounds(8); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const TemporaryDirectory directory;
    MemoryStore memory;
    auto store = open(directory.path() / "shop", {.checkpoint_pages = 20});
    RandomChanges random(static_cast<std::uint64_t>(seed));
    for (int batch = 0; batch < 20; ++batch) {
      const ChangeSet changes = random.next(1 + batch % 7);
      ASSERT_TRUE(commit(memory, changes));
      const Status committed = commit(*store, changes);
      ASSERT_TRUE(committed) << committed.error().message;
      if (batch % 5 == 4) expect_equal_answers(*memory.snapshot_read(), *store->snapshot_read());
      if (batch % 7 == 6) {
        store.reset();
        store = open(directory.path() / "shop");
        expect_equal_loads(memory, *store);
      }
    }
    expect_equal_answers(*memory.snapshot_read(), *store->snapshot_read());
    expect_equal_loads(memory, *store);
  }
}

TEST(SqliteStore, AddsUpSeveralChangeSetsInOneBatch) {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  ASSERT_TRUE(store->begin_batch());
  ASSERT_TRUE(store->apply(stock_of("shoe", 1)));
  ASSERT_TRUE(store->apply(stock_of("shoe", 2)));
  EXPECT_FALSE(has_stock(*store, "shoe"));
  ASSERT_TRUE(store->commit_durable());
  EXPECT_EQ((*store->snapshot_read()->find(StockKey{.sku = "shoe"}))->on_hand, 2);
}

TEST(SqliteStore, ForgetsARolledBackBatch) {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  RandomChanges random(1);
  const ChangeSet first = random.next(5);
  ASSERT_TRUE(store->begin_batch());
  ASSERT_TRUE(store->apply(first));
  store->roll_back();
  ASSERT_TRUE(commit(*store, stock_of("shoe", 1)));
  ASSERT_TRUE(commit(*store, first)) << "the numbers of a batch that was rolled back are free again";
}

TEST(SqliteStore, RollsBackWhenTheDiskIsFullAndGoesOn) {
  const TemporaryDirectory directory;
  const auto store = open(directory.path(), {.max_pages = 60});
  ASSERT_TRUE(commit(*store, stock_of("shoe", 1)));
  const Status full = commit(*store, large_order(1, 1'000'000));
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, ErrorCode::resource_exhausted) << full.error().message;
  EXPECT_EQ(*store->snapshot_read()->find_order(RandomChanges::id(1)), nullptr);
  EXPECT_TRUE(has_stock(*store, "shoe"));
  const Status committed = commit(*store, large_order(2, 1000));
  ASSERT_TRUE(committed) << committed.error().message;
  EXPECT_NE(*store->snapshot_read()->find_order(RandomChanges::id(2)), nullptr);
}

/// While it lives, files may not grow beyond `bytes`: writes past that fail with EFBIG, as a failing device would.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST(SqliteStore, StopsForGoodWhenTheDeviceFails) {
  const TemporaryDirectory directory;
  {
    const auto store = open(directory.path());
    ASSERT_TRUE(commit(*store, stock_of("shoe", 1)));
    {
      const FileSizeLimit limit(600'000);
      const Status failed = commit(*store, large_order(1, 1'000'000));
      ASSERT_FALSE(failed);
      EXPECT_EQ(failed.error().code, ErrorCode::unavailable) << failed.error().message;
    }
    EXPECT_FALSE(store->begin_batch()) << "a device that failed is not tried again, even if it works again";
    EXPECT_TRUE(has_stock(*store, "shoe"));
  }
  const auto reopened = open(directory.path());
  EXPECT_TRUE(has_stock(*reopened, "shoe"));
  EXPECT_TRUE(commit(*reopened, stock_of("hat", 1)));
}

TEST(SqliteStore, RefusesStockBelowZero) {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  const Status refused = commit(*store, stock_of("shoe", 1, 2));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::internal);
  EXPECT_FALSE(store->begin_batch());
}

TEST(SqliteStore, RefusesAGapInTheFeed) {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  ChangeSet changes;
  changes.events.push_back(Event{.number = 2});
  EXPECT_EQ(commit(*store, changes).error().code, ErrorCode::internal);
}

TEST(SqliteStore, BelongsToOneProcessAtATime) {
  const TemporaryDirectory directory;
  auto store = open(directory.path());
  const auto second = SqliteStore::open(directory.path());
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, ErrorCode::failed_precondition);
  store.reset();
  EXPECT_TRUE(SqliteStore::open(directory.path()).ok());
}

TEST(SqliteStore, ReadsWhileItWrites) {
  const TemporaryDirectory directory;
  const auto store = open(directory.path(), {.readers = 2, .checkpoint_pages = 10});
  ASSERT_TRUE(commit(*store, stock_of("shoe", 0)));
  std::atomic<std::int64_t> committed = 0;
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int at = 0; at < 4; ++at) {
    readers.emplace_back([&] {
      const auto reader = store->snapshot_read();
      while (!done) {
        const std::int64_t least = committed;
        const auto stock = reader->find(StockKey{.sku = "shoe"});
        ASSERT_TRUE(stock.ok()) << stock.error().message;
        EXPECT_GE((*stock)->on_hand, least) << "a read saw less than was committed before it";
      }
    });
  }
  for (std::int64_t count = 1; count <= 300; ++count) {
    const Status written = commit(*store, stock_of("shoe", count));
    EXPECT_TRUE(written) << written.error().message;
    if (!written) break;
    committed = count;
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
}

TEST(SqliteStore, BacksUpOneCommittedStateWhileItIsWritten) {
  const TemporaryDirectory directory;
  const auto store = open(directory.path() / "shop");
  RandomChanges random(7);
  MemoryStore memory;
  for (int batch = 0; batch < 200; ++batch) {
    const ChangeSet changes = random.next(20);
    ASSERT_TRUE(commit(memory, changes));
    ASSERT_TRUE(commit(*store, changes));
  }
  for (int at = 1; at <= 6; ++at) {  // several megabytes: several steps
    ASSERT_TRUE(commit(memory, large_order(at, 500'000)));
    ASSERT_TRUE(commit(*store, large_order(at, 500'000)));
  }
  // Written between the steps of the copy, and not in it.
  std::uint64_t reports = 0;
  const auto progress = [&](std::uint64_t done, std::uint64_t total) {
    ++reports;
    EXPECT_LE(done, total);
    EXPECT_TRUE(commit(*store, random.next(20)));
  };
  std::filesystem::create_directory(directory.path() / "copy");
  const auto target = database_file(directory.path() / "copy");
  const Status copied = store->backup(target, progress);
  ASSERT_TRUE(copied) << copied.error().message;
  EXPECT_GE(reports, 2u);
  EXPECT_EQ(store->backup(target, {}).error().code, ErrorCode::already_exists);

  const auto copy = open(directory.path() / "copy");
  expect_equal_loads(memory, *copy);
  expect_equal_answers(*memory.snapshot_read(), *copy->snapshot_read());
}

TEST(SqliteStore, FindsAnOrderThatIsNotWhatWasWritten) {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  ASSERT_TRUE(commit(*store, large_order(1, 10)));
  const auto other = sqlite::Connection::open(database_file(directory.path()), sqlite::Access::read_write);
  ASSERT_TRUE((*other)->execute("UPDATE orders SET captured = 5"));
  const auto order = store->snapshot_read()->find_order(RandomChanges::id(1));
  ASSERT_FALSE(order.ok());
  EXPECT_EQ(order.error().code, ErrorCode::data_corrupt);
}

TEST(SqliteStore, FindsThatTheEndOfTheLedgerIsMissing) {
  const TemporaryDirectory directory;
  const auto store = open(directory.path());
  RandomChanges random(3);
  ASSERT_TRUE(commit(*store, random.next(3)));
  const auto other = sqlite::Connection::open(database_file(directory.path()), sqlite::Access::read_write);
  ASSERT_TRUE((*other)->execute("DELETE FROM ledger WHERE number = 3"));
  const auto ignore = [](const auto&) {};
  const auto loaded = store->load({ignore, ignore, ignore, ignore, ignore});
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code, ErrorCode::data_corrupt);
}

TEST(SqliteStore, RefusesAFileThatIsNoDatabase) {
  const TemporaryDirectory directory;
  std::FILE* file = std::fopen(database_file(directory.path()).c_str(), "w");
  std::fputs(std::string(5000, 'x').c_str(), file);
  std::fclose(file);
  const auto store = SqliteStore::open(directory.path());
  ASSERT_FALSE(store.ok());
  EXPECT_EQ(store.error().code, ErrorCode::data_corrupt);
}

}  // namespace
}  // namespace aisle::shop
