#pragma once
// A shop where everything happens, at random and out of order: shoppers, support, a warehouse, workers, a provider that
// declines, repeats itself and pays late. For checks that must hold whatever happens.

#include <random>
#include <string>
#include <vector>

#include "tests/carts_orders/support/shop_fixture.hpp"

namespace aisle::shop {

/// Reproducible from its seed.
class BusyShop {
 public:
  explicit BusyShop(std::uint64_t seed, ShopSettings settings = {});

  /// One thing happens.
  void step();
  const ShopContents& contents() const { return shop_.contents(); }
  EpochMillis now() const { return shop_.now(); }
  /// Gives back what is overdue, as the timer does.
  void expire_leases();

 private:
  std::int64_t number(std::int64_t below) { return std::uniform_int_distribution<std::int64_t>(0, below - 1)(random_); }
  bool chance(int percent) { return number(100) < percent; }
  template <class Record>
  std::shared_ptr<const Record> any();
  Principal any_shopper() { return shopper("shopper-" + std::to_string(number(3))); }
  std::string any_sku() { return "sku-" + std::to_string(number(4)); }

  void shop_around();
  void check_out();
  void change_order();
  void keep_stock();
  void reserve();
  void work();
  void do_payment_job(const Job& job);
  void do_other_job(const Job& job);
  void send_webhook();
  void pass_time();
  ProviderEvent event_of(const Order& order, const PaymentAttempt& attempt);
  ProviderEvent any_event_of(const Order& order);

  std::mt19937_64 random_;
  TestShop shop_;
  std::int64_t events_ = 0;
  std::int64_t intents_ = 0;
};

}  // namespace aisle::shop
