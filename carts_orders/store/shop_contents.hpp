#pragma once
// Everything a shop's store holds, in memory and in order: what a simulated store keeps, and what fsck looks at.

#include <cstdint>
#include <map>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "carts_orders/records/change_set.hpp"

namespace aisle::shop {

/// The records of one kind by key.
template <class Record>
using RecordMap = std::map<typename Record::Key, std::shared_ptr<const Record>>;

/// A value; copying it copies pointers to records, and whole events and ledger entries.
class ShopContents {
 public:
  template <class Record>
  RecordMap<Record>& of() {
    return std::get<RecordMap<Record>>(records_);
  }
  template <class Record>
  const RecordMap<Record>& of() const {
    return std::get<RecordMap<Record>>(records_);
  }
  /// Null: no such record.
  template <class Record>
  std::shared_ptr<const Record> find(const typename Record::Key& key) const {
    const auto found = of<Record>().find(key);
    return found == of<Record>().end() ? nullptr : found->second;
  }
  template <class Record>
  void put(std::shared_ptr<const Record> record) {
    of<Record>().insert_or_assign(record->key, std::move(record));
  }

  /// Makes the changes of one batch.
  void apply(const ChangeSet& changes);

  std::vector<Event> events;        ///< by number
  std::vector<LedgerEntry> ledger;  ///< by number
  std::int64_t last_job = 0;        ///< the highest number ever given to a job, gone or not

 private:
  template <class List>
  struct MapsTuple;
  template <class... Records>
  struct MapsTuple<RecordList<Records...>> {
    using type = std::tuple<RecordMap<Records>...>;
  };
  MapsTuple<AllRecords>::type records_;
};

}  // namespace aisle::shop
