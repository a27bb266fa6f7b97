#pragma once
// All tables of the shop, and the append-only lists of the batch at work.

#include <exception>
#include <memory>
#include <tuple>
#include <type_traits>
#include <vector>

#include "carts_orders/machine/pending_holds.hpp"
#include "carts_orders/machine/table.hpp"
#include "carts_orders/store/store.hpp"

namespace aisle::shop {

/// A read of the store failed. What is in memory can no longer be trusted to be all: the process stops (fail-stop).
class StoreFailure : public std::exception {
 public:
  explicit StoreFailure(Error error) : error_(std::move(error)) {}
  const char* what() const noexcept override { return error_.message.c_str(); }
  const Error& error() const { return error_; }

 private:
  Error error_;
};

/// How many records of a kind memory keeps beside those that must stay.
struct TableCapacities {
  std::size_t carts = 200'000;
  std::size_t orders = 200'000;
  std::size_t answers = 50'000;
  std::size_t others = 200'000;
};

/// Threads: as Table says; `events`, `ledger`, `counters` and `pending_holds` belong to the writer.
class Tables {
 public:
  /// Fetches what is not in memory through `reader`, which must outlive the tables.
  explicit Tables(SnapshotReader& reader, const TableCapacities& capacities = {});

  template <class Record>
  Table<Record>& of() {
    return std::get<Table<Record>>(tables_);
  }
  template <class Record>
  const Table<Record>& of() const {
    return std::get<Table<Record>>(tables_);
  }

  /// Reads what belongs in memory, and where the lists stand. Once, before anything else.
  Status load(Store& store);

  /// From here on `undo` takes back.
  void mark();
  void undo();
  /// Whether anything was changed since the last commit.
  bool has_changes() const;
  /// Everything since the last commit.
  ChangeSet collect();
  void commit();
  void discard();

  std::vector<Event> events;
  std::vector<LedgerEntry> ledger;
  StoreCounters counters;
  PendingHolds pending_holds;  ///< kept by Transaction::put, `undo` and `discard`

 private:
  template <class Record>
  void remember(Record record) {
    auto shared = std::make_shared<const Record>(std::move(record));
    if constexpr (std::is_same_v<Record, Reservation>) pending_holds.note(shared);
    of<Record>().remember(std::move(shared));
  }
  template <class Visit>
  void for_each(Visit&& visit) {
    std::apply([&](auto&... table) { (visit(table), ...); }, tables_);
  }

  template <class List>
  struct TablesTuple;
  template <class... Records>
  struct TablesTuple<RecordList<Records...>> {
    using type = std::tuple<Table<Records>...>;
  };
  TablesTuple<AllRecords>::type tables_;
  StoreCounters marked_;
  StoreCounters committed_;
  std::size_t marked_events_ = 0;
  std::size_t marked_ledger_ = 0;
};

}  // namespace aisle::shop
