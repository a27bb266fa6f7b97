#include "bench/store/rocks_store.hpp"

#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/checkpoint.h>

#include <algorithm>
#include <utility>

#include "bench/store/rocks_reader.hpp"

namespace aisle::bench {
namespace {

using namespace shop;

const std::string kHeadsKey = "\x01heads";

rocksdb::Options options() {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.IncreaseParallelism(2);
  options.compression = rocksdb::kLZ4Compression;
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

template <class Record>
std::string value_of(const Record& record, std::uint64_t checksum) {
  std::string value;
  FieldBytesWriter writer(value);
  writer.write(record);
  if (!kTable<Record>.checksum.empty()) writer.write(checksum);
  return value;
}

template <class Record>
Status for_each(rocksdb::DB& db, const std::function<void(Record)>& sink) {
  const std::unique_ptr<rocksdb::Iterator> all(db.NewIterator(rocksdb::ReadOptions()));
  const std::string prefix(1, kLetter<Record>);
  for (all->Seek(prefix); all->Valid() && all->key().starts_with(prefix); all->Next()) {
    auto record = decode<Record>(all->value().ToStringView());
    if (!record) return std::move(record).error();
    sink(*std::move(record));
  }
  return {};
}

Status for_each_pending(rocksdb::DB& db, const std::function<void(Reservation)>& sink) {
  const std::unique_ptr<rocksdb::Iterator> all(db.NewIterator(rocksdb::ReadOptions()));
  const std::string prefix(1, kPendingReservations);
  for (all->Seek(prefix); all->Valid() && all->key().starts_with(prefix); all->Next()) {
    std::string key = all->key().ToString();
    key[0] = kLetter<Reservation>;
    const auto reservation = read<Reservation>(db, key);
    if (!reservation) return reservation.error();
    sink(**reservation);
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<RocksStore>> RocksStore::open(const std::filesystem::path& directory) {
  rocksdb::DB* db = nullptr;
  const rocksdb::Status opened = rocksdb::DB::Open(options(), directory.string(), &db);
  if (!opened.ok()) return rocks_failure(opened);
  std::unique_ptr<RocksStore> store(new RocksStore(std::shared_ptr<rocksdb::DB>(db)));
  if (Status read = store->read_heads(); !read) return std::move(read).error();
  return store;
}

RocksStore::RocksStore(std::shared_ptr<rocksdb::DB> db) : db_(std::move(db)), reader_(make_rocks_reader(db_)) {}

Status RocksStore::read_heads() {
  std::string value;
  const rocksdb::Status got = db_->Get(rocksdb::ReadOptions(), kHeadsKey, &value);
  if (got.IsNotFound()) return {};
  if (!got.ok()) return rocks_failure(got);
  FieldBytesReader reader(value);
  for (Head* head : {&heads_.events, &heads_.ledger}) {
    reader.read(head->number);
    reader.read(head->chain);
  }
  reader.read(heads_.last_job);
  return reader.done() ? Status() : damaged("heads");
}

Result<StoreCounters> RocksStore::load(const ResidentSink& sink) {
  Status status = for_each<Stock>(*db_, sink.stock);
  if (status) status = for_each<Price>(*db_, sink.price);
  if (status) status = for_each_pending(*db_, sink.pending_reservation);
  if (status) status = for_each<Job>(*db_, sink.job);
  if (status) status = for_each<Meta>(*db_, sink.meta);
  if (!status) return std::move(status).error();
  return StoreCounters{.last_event = heads_.events.number, .last_ledger_entry = heads_.ledger.number, .last_job = heads_.last_job};
}

Status RocksStore::begin_batch() {
  batch_.Clear();
  batch_heads_ = heads_;
  return {};
}

template <class Record>
Status RocksStore::write(const RecordChanges<Record>& changes) {
  const auto forget_old = [&](const typename Record::Key& key) -> Status {
    if constexpr (kIndexMoves<Record>) {
      const auto old = read<Record>(*db_, key_of<Record>(key));
      if (!old) return old.error();
      if (*old) {
        for (const std::string& index : index_keys(**old)) batch_.Delete(index);
      }
    }
    return {};
  };
  for (const auto& record : changes.upserts) {
    if (Status forgotten = forget_old(record->key); !forgotten) return forgotten;
    const std::uint64_t checksum = kTable<Record>.checksum.empty() ? 0 : checksum_of(*record);
    batch_.Put(key_of<Record>(record->key), value_of(*record, checksum));
    for (const std::string& index : index_keys(*record)) batch_.Put(index, "");
  }
  for (const auto& key : changes.erased) {
    if (Status forgotten = forget_old(key); !forgotten) return forgotten;
    batch_.Delete(key_of<Record>(key));
  }
  return {};
}

template <class Entry>
Status RocksStore::append(const std::vector<Entry>& entries, Head& head) {
  for (const Entry& entry : entries) {
    if (entry.number != head.number + 1) return Error(ErrorCode::internal, "A list has a gap.", "gap");
    head = {entry.number, chain_link(head.chain, entry)};
    batch_.Put(KeyWriter(kLetter<Entry>).number(entry.number).take(), value_of(entry, head.chain));
    for (const std::string& index : index_keys(entry)) batch_.Put(index, "");
  }
  return {};
}

Status RocksStore::apply(const ChangeSet& changes) {
  Status status;
  changes.for_each([&](const auto& changed) {
    if (status) status = write(changed);
  });
  if (status) status = append(changes.events, batch_heads_.events);
  if (status) status = append(changes.ledger, batch_heads_.ledger);
  for (const auto& job : changes.of<Job>().upserts) batch_heads_.last_job = std::max(batch_heads_.last_job, job->key);
  for (const std::int64_t job : changes.of<Job>().erased) batch_heads_.last_job = std::max(batch_heads_.last_job, job);
  return status;
}

Status RocksStore::commit_durable() {
  std::string heads;
  FieldBytesWriter writer(heads);
  for (const Head& head : {batch_heads_.events, batch_heads_.ledger}) {
    writer.write(head.number);
    writer.write(head.chain);
  }
  writer.write(batch_heads_.last_job);
  batch_.Put(kHeadsKey, heads);
  rocksdb::WriteOptions options;
  options.sync = true;
  const rocksdb::Status written = db_->Write(options, &batch_);
  batch_.Clear();
  if (!written.ok()) return rocks_failure(written);
  heads_ = batch_heads_;
  return {};
}

void RocksStore::roll_back() { batch_.Clear(); }

Status RocksStore::backup(const std::filesystem::path& target, const BackupProgress& progress) {
  rocksdb::Checkpoint* raw = nullptr;
  rocksdb::Status status = rocksdb::Checkpoint::Create(db_.get(), &raw);
  const std::unique_ptr<rocksdb::Checkpoint> checkpoint(raw);
  if (status.ok()) status = checkpoint->CreateCheckpoint(target.string());
  if (!status.ok()) return rocks_failure(status);
  if (progress) progress(1, 1);
  return {};
}

}  // namespace aisle::bench
