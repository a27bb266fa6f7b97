#include "carts_orders/fsck/check_store.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "carts_orders/store/sqlite_store.hpp"
#include "tests/carts_orders/fsck/busy_shop.hpp"
#include "tests/carts_orders/store/temporary_directory.hpp"

namespace aisle::shop {
namespace {

template <class Record>
void add_all(const ShopContents& contents, ChangeSet& changes) {
  for (const auto& [key, record] : contents.of<Record>()) changes.of<Record>().upserts.push_back(record);
}
template <class... Records>
void add_everything(RecordList<Records...>, const ShopContents& contents, ChangeSet& changes) {
  (add_all<Records>(contents, changes), ...);
}

/// A store on disk in which much happened.
std::unique_ptr<SqliteStore> busy_store(const std::filesystem::path& directory) {
  BusyShop shop(9);
  for (int step = 0; step < 500; ++step) shop.step();
  ChangeSet changes;
  add_everything(AllRecords(), shop.contents(), changes);
  changes.of<Job>().erased.push_back(shop.contents().last_job + 1);  // gone, so that its number was given
  changes.events = shop.contents().events;
  changes.ledger = shop.contents().ledger;
  auto store = SqliteStore::open(directory);
  EXPECT_TRUE(store.ok());
  EXPECT_TRUE((*store)->begin_batch());
  EXPECT_TRUE((*store)->apply(changes));
  EXPECT_TRUE((*store)->commit_durable());
  return *std::move(store);
}

void spoil(const std::filesystem::path& directory, const std::string& sql) {
  const auto connection = sqlite::Connection::open(database_file(directory), sqlite::Access::read_write);
  ASSERT_TRUE(connection.ok());
  const Status done = (*connection)->execute(sql);
  ASSERT_TRUE(done) << done.error().message;
}

std::string problems(const std::filesystem::path& store) {
  const auto report = check_store(store);
  return report ? to_string(*report) : "error: " + report.error().message;
}

bool mentions(const std::string& problems, std::string_view invariant) { return problems.find(invariant) != std::string::npos; }

TEST(CheckStore, FindsAStoppedShopInOrder) {
  const TemporaryDirectory directory;
  busy_store(directory.path()).reset();
  const auto report = check_store(directory.path());
  ASSERT_TRUE(report.ok()) << report.error().message;
  EXPECT_EQ(to_string(*report), "");
  EXPECT_GT(report->orders, 3u);
  EXPECT_GT(report->ledger_entries, 10u);
}

TEST(CheckStore, RefusesAShopThatRunsButNotItsBackup) {
  const TemporaryDirectory directory;
  const auto store = busy_store(directory.path() / "shop");
  const auto refused = check_store(directory.path() / "shop");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, "in_use");
  ASSERT_TRUE(store->backup(directory.path() / "copy.db", {}));
  EXPECT_EQ(problems(directory.path() / "copy.db"), "");
}

TEST(CheckStore, FindsWhatWasChangedBehindTheShopsBack) {
  const TemporaryDirectory directory;
  busy_store(directory.path()).reset();
  const std::string statements[] = {
      "UPDATE orders SET total = total + 1 WHERE rowid = 1",
      "UPDATE ledger SET reason = 'nothing to see here' WHERE number = 2",
      "UPDATE events SET data = '{}' WHERE number = 2",
      "DELETE FROM ledger WHERE number = (SELECT max(number) FROM ledger)",
      "DELETE FROM events WHERE number = (SELECT max(number) FROM events)",
      "UPDATE stock SET on_hand = on_hand + 1",
      "UPDATE carts SET lines = '[{'",
      "DELETE FROM jobs",
  };
  for (const std::string& sql : statements) {
    const TemporaryDirectory copy;
    std::filesystem::copy(database_file(directory.path()), database_file(copy.path()));
    ASSERT_EQ(problems(copy.path()), "");
    spoil(copy.path(), sql);
    EXPECT_NE(problems(copy.path()), "") << sql;
  }
}

TEST(CheckStore, SaysWhereAChainBreaks) {
  const TemporaryDirectory directory;
  busy_store(directory.path()).reset();
  spoil(directory.path(), "UPDATE ledger SET reason = 'changed' WHERE number = 2");
  const std::string found = problems(directory.path());
  EXPECT_TRUE(mentions(found, "chain: Entry 2 of ledger")) << found;
  EXPECT_FALSE(mentions(found, "Entry 3 of ledger")) << found;
}

TEST(CheckStore, FindsDamagedPages) {
  const TemporaryDirectory directory;
  busy_store(directory.path()).reset();
  const auto file = database_file(directory.path());
  const auto size = std::filesystem::file_size(file);
  {
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(static_cast<std::streamoff>(size / 2));
    bytes << std::string(8192, '\x5a');
  }
  const std::string found = problems(directory.path());
  EXPECT_NE(found, "");
}

TEST(CheckStore, SaysThatThereIsNoStore) {
  const TemporaryDirectory directory;
  const auto report = check_store(directory.path());
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace aisle::shop
