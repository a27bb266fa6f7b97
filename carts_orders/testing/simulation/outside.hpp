#pragma once
// The payment provider, the carrier and those who get mail: they have lives, clocks and books of their own.

#include <set>
#include <string>

#include "carts_orders/payments/test_provider.hpp"
#include "carts_orders/shipping/test_carrier.hpp"
#include "carts_orders/testing/simulation/ack_log.hpp"
#include "carts_orders/testing/simulation/front.hpp"

namespace aisle::shop::simulation {

/// For one thread; lives as long as the run.
class Outside {
 public:
  Outside(World& world, Front& front, AckLog& acks);

  TestProvider& provider() { return provider_; }
  TestCarrier& carrier() { return carrier_; }
  /// Nothing goes wrong any more, but what was begun.
  void calm_down();

  /// A message or webhook arrives. Not always is it taken; twice is harmless.
  Status take_message(const std::string& id);
  bool has_message(const std::string& id) const { return messages_.contains(id); }

 private:
  void send_webhook(std::string body, std::string signature, std::function<void(int)> done);
  Result<ProviderEvent> read_webhook(const std::string& body, const std::string& signature) const;

  World& world_;
  Front& front_;
  AckLog& acks_;
  MemoryJournal provider_journal_;
  MemoryJournal carrier_journal_;
  TestProvider provider_;
  TestCarrier carrier_;
  Dice dice_;
  std::set<std::string> messages_;
};

}  // namespace aisle::shop::simulation
