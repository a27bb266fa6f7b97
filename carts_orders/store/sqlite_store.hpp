#pragma once
// START HERE for the store on disk: one SQLite database in a directory of its own.
//
//   shop.db      the tables of store/schema.hpp
//   shop.db-wal  the write-ahead log; a commit is on the device (synchronous=FULL) before it returns
//   shop.lock    one process at a time
//
// One connection writes and checkpoints: SQLite before 3.51.3, Debian 12's among them, can damage a file that two
// connections write or checkpoint at once. Readers are read-only connections that never checkpoint. While a shop runs,
// open its file with nothing else (`sqlite3 -readonly` if need be): take a backup and look at that.
//
// Measured against RocksDB: bench/store/README.md.
//
// A full disk: the batch is rolled back, which needs no room, and the next batch is simply tried: once there is room
// again, it succeeds. There is no ballast file: the traffic that filled the disk would eat it within seconds.
// A failing device: that call and all later ones fail, and the process must stop (fail-stop). SQLite itself would go on.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "carts_orders/store/directory_lock.hpp"
#include "carts_orders/store/sqlite/reader_pool.hpp"
#include "carts_orders/store/sqlite/row_writer.hpp"
#include "carts_orders/store/store.hpp"

namespace aisle::shop {

struct SqliteOptions {
  std::size_t readers = 8;            ///< read-only connections at most; more readers wait for one another
  std::int64_t checkpoint_pages = 1000;  ///< of 4 KiB in the log, at which the next batch begins with a checkpoint
  std::int64_t max_pages = 0;         ///< bound of the file, for tests of a full disk; 0: none
};

/// The database's file in a store's directory.
std::filesystem::path database_file(const std::filesystem::path& directory);

/// Threads: as Store says. Readers that outlive the store fail.
class SqliteStore final : public Store {
 public:
  /// Makes the directory (mode 0700) and the tables when they are missing. failed_precondition: in use by another
  /// process, or made by a newer Aisle. data_corrupt: not a database.
  static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& directory, const SqliteOptions& options = {});
  ~SqliteStore() override;

  /// data_corrupt when the append-only lists do not end where the store says they do.
  Result<StoreCounters> load(const ResidentSink& sink) override;
  Status begin_batch() override;
  Status apply(const ChangeSet& changes) override;
  Status commit_durable() override;
  void roll_back() override;
  std::shared_ptr<SnapshotReader> snapshot_read() override { return reader_; }
  Status backup(const std::filesystem::path& target, const BackupProgress& progress) override;

 private:
  SqliteStore(DirectoryLock lock, std::filesystem::path file, std::unique_ptr<sqlite::Connection> writer, const SqliteOptions& options);
  Status checkpoint_if_due();
  Status write_and_commit();
  /// Rolls back; remembers any error but a full disk, for good.
  Status failed(Error error);
  Status ends_match();

  DirectoryLock lock_;
  const std::filesystem::path file_;
  const SqliteOptions options_;
  std::unique_ptr<sqlite::Connection> writer_;
  std::shared_ptr<sqlite::ReaderPool> pool_;
  std::shared_ptr<SnapshotReader> reader_;
  sqlite::Heads heads_;            ///< as committed
  sqlite::Heads batch_heads_;      ///< with the open batch
  bool open_ = false;
  std::int64_t log_pages_ = 0;     ///< in the write-ahead log after the last commit
  std::optional<Error> broken_;
};

}  // namespace aisle::shop
