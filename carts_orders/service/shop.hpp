#pragma once
// START HERE: an open shop. Everything that the server needs of carts, inventory and orders.

#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/mutex.hpp"
#include "base/result.hpp"
#include "carts_orders/catalog/catalog_port.hpp"
#include "carts_orders/machine/reader.hpp"
#include "carts_orders/service/catalog_publisher.hpp"
#include "carts_orders/service/change_waiters.hpp"
#include "carts_orders/service/writer.hpp"

namespace aisle::shop {

struct ShopOptions {
  ShopSettings settings;
  TableCapacities capacities;
  WriterOptions writer;
  std::vector<CommitObserver*> observers;  ///< told after the shop's own parts; must outlive it
};

/// Thread-safe. Owns its store and its writer's thread.
class Shop {
 public:
  /// Loads what belongs in memory, publishes recorded stock and prices to the catalog, and starts the writer. The
  /// catalog and the clocks must outlive the shop.
  static Result<std::unique_ptr<Shop>> open(ShopOptions options, std::unique_ptr<Store> store, CatalogPort& catalog,
                                            const Clock& wall, const BootClock& boot);
  ~Shop();

  /// Has a request executed; see Writer::submit. A request whose idempotency key is under way already is answered at
  /// once with 409 `idempotency-in-flight`.
  void submit(Request request, Completion done);

  const Reader& reader() const { return reader_; }
  JobBoard& jobs() { return board_; }
  ChangeWaiters& waiters() { return waiters_; }
  const ShopSettings& settings() const { return machine_.settings(); }
  /// The shop's time, at most half a second old.
  EpochMillis now() const { return writer_->now(); }
  /// Writes are refused with 507 until there is space again; reads go on.
  bool disk_full() const { return writer_->disk_full(); }
  std::size_t waiting() const { return writer_->waiting(); }
  Status backup(const std::filesystem::path& target, const BackupProgress& progress) { return store_->backup(target, progress); }

  /// Runs what waits, answers it, and stops.
  void close();

 private:
  Shop(ShopOptions& options, std::unique_ptr<Store> store, CatalogPort& catalog);
  Status start(ShopOptions& options, const Clock& wall, const BootClock& boot);
  bool enter(const Request& request);
  void leave(const std::string& key);

  SystemEntropy entropy_;
  std::unique_ptr<Store> store_;
  std::shared_ptr<SnapshotReader> snapshot_;
  Machine machine_;
  Reader reader_;
  BatchRunner runner_;
  CatalogPublisher publisher_;
  JobBoard board_;
  Timers timers_;
  ChangeWaiters waiters_;
  std::unique_ptr<ShopClock> clock_;
  Mutex keys_mutex_;
  std::unordered_set<std::string> keys_under_way_ AISLE_GUARDED_BY(keys_mutex_);
  std::unique_ptr<Writer> writer_;
};

}  // namespace aisle::shop
