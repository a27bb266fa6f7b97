#pragma once
// A small shop for tests: the real state machine over a store in memory, with a clock that stands still, random bytes
// from a seed, and a catalog that the test fills.
//
//   TestShop shop;
//   shop.product("shoe", 1999, 3);                       // 19.99 USD, 3 in stock
//   Answer a = shop.ask(clerk(), Reserve{...});          // executed, and committed
//   shop.advance(30 * kMinute);
//   EXPECT_EQ(shop.stock("shoe").available(), 3);
//   shop.check_books();                                  // conservation of stock, in every test's last line

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "carts_orders/machine/machine.hpp"
#include "carts_orders/testing/memory_store.hpp"

namespace aisle::shop {

// Who asks.
Principal shopper(std::string subject);
Principal anonymous();
/// Who shows a cart's token.
Principal guest(std::string_view token);
/// A service's key with these roles.
Principal service(Role roles, std::string id = "desk");
inline Principal clerk() { return service(Role::inventory, "warehouse"); }
/// Aisle's own workers and timers.
Principal internal();

/// A member of a JSON object as text; "lines.0.sku" goes deeper. Empty when there is none.
std::string member(std::string_view json, std::string_view path);
inline std::string member(const Answer& answer, std::string_view path) { return member(answer.body, path); }
/// A header's value, or empty.
std::string header(const Answer& answer, std::string_view name);

/// 2026-11-22T12:00:00Z.
inline constexpr EpochMillis kNoon = 1'795'348'800'000;

class TestShop {
 public:
  explicit TestShop(ShopSettings settings = {}, std::uint64_t seed = 1);

  // The catalog.
  void product(const std::string& sku, std::int64_t price_minor, std::int64_t stock, std::string_view currency = "USD");
  void unpriced_product(const std::string& sku, std::int64_t stock);
  void delete_product(const std::string& sku) { catalog_.erase(sku); }

  // Asking. Every call is a batch of its own unless one is open.
  Answer ask(const Principal& principal, Command command, std::optional<IdempotencyKey> idempotency = {});
  /// Executes what `requests` asks in one batch, which is then committed whole.
  void in_one_batch(const std::function<void()>& requests);
  /// Executes, and then forgets the batch, as after a full disk.
  Answer ask_in_vain(const Principal& principal, Command command);

  EpochMillis now() const { return now_; }
  void advance(EpochMillis time) { now_ += time; }
  /// The process ends and starts again over what the store holds.
  void restart();
  /// Writes a record that no command under test would, and restarts.
  template <class Record>
  void amend(Record record) {
    ChangeSet changes;
    changes.of<Record>().upserts.push_back(std::make_shared<const Record>(std::move(record)));
    apply(changes);
    restart();
  }

  // Committed records. `stock` of a product that has no record yet is what its document says.
  Stock stock(const std::string& sku, const std::string& location = kDefaultLocation) const;
  std::shared_ptr<const Cart> cart(const Id& id) const { return store_.contents().find<Cart>(id); }
  std::shared_ptr<const Order> order(const Id& id) const { return store_.contents().find<Order>(id); }
  std::shared_ptr<const Reservation> reservation(const Id& id) const { return store_.contents().find<Reservation>(id); }
  const ShopContents& contents() const { return store_.contents(); }
  /// Kinds of the feed's events, in order; of one subject only, if given.
  std::vector<std::string> event_kinds(const Id& subject = {}) const;
  /// Kinds of the jobs that wait, in order.
  std::vector<std::string> job_kinds() const;
  Machine& machine() { return *machine_; }

  /// Expects that every unit is where the records say: counters legal and equal to the sum of the ledger, reserved
  /// units those of pending reservations, committed units those sold and not shipped.
  void check_books() const;

 private:
  Answer execute(const Principal& principal, Command command, std::optional<IdempotencyKey> idempotency);
  void open();
  void commit();
  void apply(const ChangeSet& changes);

  ShopSettings settings_;
  SeededEntropy entropy_;
  MemoryStore store_;
  std::shared_ptr<SnapshotReader> reader_;
  std::unique_ptr<Machine> machine_;
  std::map<std::string, ProductFacts> catalog_;
  EpochMillis now_ = kNoon;
  bool batch_open_ = false;
};

/// The id in an answer's member "id". Fails the test when there is none.
Id id_of(const Answer& answer);

}  // namespace aisle::shop
