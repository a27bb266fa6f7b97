#pragma once
// Reads of committed records in RocksDB.

#include <rocksdb/db.h>

#include <memory>
#include <string>

#include "bench/store/rocks_keys.hpp"
#include "carts_orders/store/field_bytes.hpp"
#include "carts_orders/store/store.hpp"

namespace aisle::bench {

Error rocks_failure(const rocksdb::Status& status);
Error damaged(std::string_view table);

/// A record of the bytes that were written.
template <class Record>
Result<Record> decode(std::string_view bytes) {
  Record record;
  shop::FieldBytesReader reader(bytes);
  reader.read(record);
  if constexpr (!shop::kTable<Record>.checksum.empty()) {
    std::uint64_t checksum = 0;
    reader.read(checksum);
    if (shop::kTable<Record>.checksum == "checksum" && checksum != shop::checksum_of(record)) return damaged(shop::kTable<Record>.name);
  }
  if (!reader.done()) return damaged(shop::kTable<Record>.name);
  return record;
}

/// The committed record of a key, or null.
template <class Record>
Result<std::shared_ptr<const Record>> read(rocksdb::DB& db, const std::string& key) {
  rocksdb::PinnableSlice value;
  const rocksdb::Status got = db.Get(rocksdb::ReadOptions(), db.DefaultColumnFamily(), key, &value);
  if (got.IsNotFound()) return std::shared_ptr<const Record>();
  if (!got.ok()) return rocks_failure(got);
  auto record = decode<Record>({value.data(), value.size()});
  if (!record) return std::move(record).error();
  return std::make_shared<const Record>(*std::move(record));
}

std::shared_ptr<shop::SnapshotReader> make_rocks_reader(std::shared_ptr<rocksdb::DB> db);

}  // namespace aisle::bench
