#pragma once
// RocksDB behind the store's interface, to be measured against SQLite. Not used by the server.
//
// One key space: a letter for the table, then the key; what SQLite keeps in indexes are keys of their own. Values are
// the records' bytes (store/field_bytes.hpp), with the same checksums and chains. A commit is one synced write batch.
// A batch is one `apply`: several would not see one another's index entries.

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <filesystem>
#include <memory>
#include <string>

#include "carts_orders/store/store.hpp"

namespace aisle::bench {

/// Threads: as shop::Store says.
class RocksStore final : public shop::Store {
 public:
  static Result<std::unique_ptr<RocksStore>> open(const std::filesystem::path& directory);

  Result<shop::StoreCounters> load(const shop::ResidentSink& sink) override;
  Status begin_batch() override;
  Status apply(const shop::ChangeSet& changes) override;
  Status commit_durable() override;
  void roll_back() override;
  std::shared_ptr<shop::SnapshotReader> snapshot_read() override { return reader_; }
  /// A checkpoint: hard links of the sorted files, and a copy of the log.
  Status backup(const std::filesystem::path& target, const shop::BackupProgress& progress) override;

  struct Head {
    std::int64_t number = 0;
    std::uint64_t chain = 0;
  };
  struct Heads {
    Head events;
    Head ledger;
    std::int64_t last_job = 0;
  };

 private:
  explicit RocksStore(std::shared_ptr<rocksdb::DB> db);
  Status read_heads();
  template <class Record>
  Status write(const shop::RecordChanges<Record>& changes);
  template <class Entry>
  Status append(const std::vector<Entry>& entries, Head& head);

  std::shared_ptr<rocksdb::DB> db_;
  std::shared_ptr<shop::SnapshotReader> reader_;
  rocksdb::WriteBatch batch_;
  Heads heads_;
  Heads batch_heads_;
};

}  // namespace aisle::bench
