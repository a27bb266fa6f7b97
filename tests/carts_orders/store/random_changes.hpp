#pragma once
// Change sets of every kind of record with random contents, among few keys, so that records are written again and again.

#include <random>
#include <set>
#include <string>
#include <vector>

#include "carts_orders/records/change_set.hpp"

namespace aisle::shop {

/// Reproducible from its seed. Rows obey the tables' constraints; texts hold quotes, control characters and UTF-8.
class RandomChanges {
 public:
  explicit RandomChanges(std::uint64_t seed) : random_(seed) {}

  /// About `size` records of each kind.
  ChangeSet next(int size);

  // Keys among which records are made.
  static std::string sku(int at) { return "sku-" + std::to_string(at); }
  static std::string location(int at) { return at == 0 ? "main" : "store'" + std::to_string(at); }
  static std::string owner(int at) { return "user:" + std::to_string(at); }
  static std::string key(int at) { return "key:\"" + std::to_string(at) + "\""; }
  static Id id(int at) { return at == 0 ? Id{} : Id{0x0193'0000'0000'7000U + static_cast<std::uint64_t>(at), ~0ULL - static_cast<std::uint64_t>(at)}; }
  static constexpr int kKeys = 40;
  static constexpr int kLocations = 3;
  static constexpr int kOwners = 4;

 private:
  std::int64_t number(std::int64_t below) { return std::uniform_int_distribution<std::int64_t>(0, below - 1)(random_); }
  bool chance(int percent) { return number(100) < percent; }
  int any_key() { return static_cast<int>(number(kKeys)); }
  Id any_id() { return id(any_key()); }
  Id any_real_id() { return id(1 + static_cast<int>(number(kKeys - 1))); }
  std::string any_sku() { return sku(any_key()); }
  std::string text();
  Money money();
  template <class Enum>
  Enum word(int count) {
    return static_cast<Enum>(number(count));
  }
  template <class T, class Make>
  std::vector<T> some(Make make) {
    std::vector<T> list;
    while (chance(60)) list.push_back(make());
    return list;
  }
  template <class Record, class Make>
  void change(ChangeSet& changes, int size, Make make);

  Stock stock();
  Price price();
  Reservation reservation();
  Cart cart();
  CartLine cart_line();
  Order order();
  OrderLine order_line();
  PaymentAttempt payment();
  Refund refund();
  Shipment shipment();
  Job job();
  StoredAnswer answer();
  WebhookEvent webhook();
  Event event();
  LedgerEntry entry();

  std::mt19937_64 random_;
  std::int64_t last_event_ = 0;
  std::int64_t last_entry_ = 0;
};

}  // namespace aisle::shop
