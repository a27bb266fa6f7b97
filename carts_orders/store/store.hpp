#pragma once
// START HERE: where the shop's records are kept. One narrow interface; SQLite is the default behind it
// (store/sqlite_store.hpp), memory with faults in simulation (testing/memory_store.hpp).
//
//   begin_batch(); apply(changes)...; commit_durable();       one thread, the writer
//   snapshot_read()                                           any thread, committed state only

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "carts_orders/records/change_set.hpp"

namespace aisle::shop {

/// Where the append-only lists stand.
struct StoreCounters {
  std::int64_t last_event = 0;
  std::int64_t last_ledger_entry = 0;
  std::int64_t last_job = 0;
};

/// What the state machine holds in memory from the start. Called once per record, in no order.
struct ResidentSink {
  std::function<void(Stock)> stock;
  std::function<void(Price)> price;
  std::function<void(Reservation)> pending_reservation;
  std::function<void(Job)> job;
  std::function<void(Meta)> meta;
};

/// Reads of committed records. A value of null means: no such record. Errors are damage or failing devices.
///
/// Instances may be shared by threads; a call sees everything committed before it began.
class SnapshotReader {
 public:
  virtual ~SnapshotReader() = default;

  virtual Result<std::shared_ptr<const Stock>> find(const StockKey& key) = 0;
  virtual Result<std::shared_ptr<const Price>> find_price(std::string_view sku) = 0;
  virtual Result<std::shared_ptr<const Reservation>> find_reservation(const Id& id) = 0;
  virtual Result<std::shared_ptr<const Cart>> find_cart(const Id& id) = 0;
  virtual Result<std::shared_ptr<const CartOwner>> find_cart_owner(std::string_view owner) = 0;
  virtual Result<std::shared_ptr<const Order>> find_order(const Id& id) = 0;
  virtual Result<std::shared_ptr<const Intent>> find_intent(std::string_view key) = 0;
  virtual Result<std::shared_ptr<const Job>> find_job(std::int64_t number) = 0;
  virtual Result<std::shared_ptr<const StoredAnswer>> find_answer(std::string_view key) = 0;
  virtual Result<std::shared_ptr<const WebhookEvent>> find_webhook(std::string_view key) = 0;
  virtual Result<std::shared_ptr<const Meta>> find_meta(std::string_view key) = 0;

  /// Stock of a SKU at every location, by location.
  virtual Result<std::vector<Stock>> stock_of(std::string_view sku) = 0;
  /// An owner's orders, newest first, those older than `before` (null: from the newest).
  virtual Result<std::vector<std::shared_ptr<const Order>>> orders_of(std::string_view owner, const Id& before,
                                                                      std::size_t limit) = 0;
  /// Events after `after`, in order.
  virtual Result<std::vector<Event>> events_after(std::int64_t after, std::size_t limit) = 0;
  /// The first `limit` events of a subject, in order; none of the null id.
  virtual Result<std::vector<Event>> events_of(const Id& subject, std::size_t limit) = 0;
  /// The first event number still kept; 1 when none was removed.
  virtual Result<std::int64_t> first_event() = 0;
  /// Entries of a SKU, at all locations, after number `after`, in order.
  virtual Result<std::vector<LedgerEntry>> ledger_of(std::string_view sku, std::int64_t after, std::size_t limit) = 0;
  /// By number.
  virtual Result<std::vector<Job>> dead_jobs(std::string_view queue, std::size_t limit) = 0;
  /// Active carts whose time is over, the longest first. Guests' only: others have no end.
  virtual Result<std::vector<Id>> carts_due(EpochMillis now, std::size_t limit) = 0;
  /// Stored answers and webhook events past their time, the longest first, for removal.
  virtual Result<std::vector<std::string>> answers_due(EpochMillis now, std::size_t limit) = 0;
  virtual Result<std::vector<std::string>> webhooks_received_before(EpochMillis time, std::size_t limit) = 0;
  /// The longest parked first.
  virtual Result<std::vector<std::shared_ptr<const WebhookEvent>>> parked_webhooks(std::size_t limit) = 0;
};

/// Called now and then with pages copied and pages in all.
using BackupProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Thread contract: everything but snapshot_read and the readers is called by one thread at a time.
class Store {
 public:
  virtual ~Store() = default;

  /// Reads what belongs in memory; once, before the first batch.
  virtual Result<StoreCounters> load(const ResidentSink& sink) = 0;

  virtual Status begin_batch() = 0;
  /// Writes records into the open batch. Several calls add up.
  virtual Status apply(const ChangeSet& changes) = 0;
  /// Durable when it returns success. Errors:
  ///   resource_exhausted  the disk is full; the batch was rolled back whole, the store goes on
  ///   anything else       what is on disk is unknown: the process must stop without answering (fail-stop)
  virtual Status commit_durable() = 0;
  /// Gives up the open batch, if any.
  virtual void roll_back() = 0;

  virtual std::shared_ptr<SnapshotReader> snapshot_read() = 0;
  /// A consistent copy of the committed state, made while batches go on. Any thread.
  virtual Status backup(const std::filesystem::path& target, const BackupProgress& progress) = 0;
};

}  // namespace aisle::shop
