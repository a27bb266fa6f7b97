#pragma once
// The test provider's own books: what was authorised, captured and refunded, and which webhooks are still owed. Knows no
// time and sends nothing; every change is one line of JSON that brings another ledger to the same state.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "carts_orders/id.hpp"
#include "carts_orders/money/money.hpp"
#include "carts_orders/payments/provider.hpp"

namespace aisle::shop {

struct TestIntent {
  std::string id;
  std::string key;     ///< the idempotency key
  Id order;
  std::int32_t attempt = 1;
  Money amount;
  std::string method;  ///< as asked
  std::string script;  ///< with what chaos added
  ProviderIntent::Status status = ProviderIntent::Status::open;
  std::int64_t received = 0;
  std::string failure;
  std::int32_t refunds = 0;  ///< asked for, failed ones too
  EpochMillis due_at = 0;    ///< of the outcome; 0: never
};

struct TestRefund {
  std::string id;
  std::string key;
  std::string intent;
  Id refund;           ///< the shop's
  std::int64_t amount = 0;
  ProviderRefund::Status status = ProviderRefund::Status::pending;
  std::string failure;
  std::int32_t number = 1;  ///< within the intent
  EpochMillis due_at = 0;
};

/// A webhook that is owed until somebody acknowledges it.
struct TestEvent {
  std::string id;
  EpochMillis due_at = 0;
  std::string body;
};

/// What the provider holds of an order's money, in minor units.
struct TestBalance {
  std::int64_t captured = 0;
  std::int64_t refunded = 0;
  std::int64_t refunding = 0;  ///< asked for, still under way
};

/// A value. Lines that `apply` takes come from the four functions below; each is one atomic step, events and all.
class TestLedger {
 public:
  // Lines. They change nothing by themselves.
  static std::string intent_line(const TestIntent& intent, const std::vector<TestEvent>& events);
  static std::string intent_settled_line(const TestIntent& intent, const std::vector<TestEvent>& events);
  static std::string refund_line(const TestRefund& refund, const std::vector<TestEvent>& events);
  static std::string acknowledged_line(std::string_view event);

  /// Errors: data_corrupt.
  Status apply(std::string_view line);

  const TestIntent* intent(const std::string& id) const;
  const TestIntent* intent_by_key(const std::string& key) const;
  const TestRefund* refund(const std::string& id) const;
  const TestRefund* refund_by_key(const std::string& key) const;
  const std::map<std::string, TestEvent>& owed_events() const { return events_; }
  const std::unordered_map<std::string, TestIntent>& intents() const { return intents_; }
  const std::unordered_map<std::string, TestRefund>& refunds() const { return refunds_; }

  /// Captured less what is refunded or being refunded.
  std::int64_t refundable(const TestIntent& intent) const;
  /// By order, in the order's currency; orders of which nothing was ever captured are left out.
  std::map<Id, TestBalance> balances() const;
  TestBalance balance(const Id& order) const;

 private:
  void index(const TestRefund& refund);

  std::unordered_map<std::string, TestIntent> intents_;
  std::unordered_map<std::string, std::string> intent_keys_;
  std::unordered_map<std::string, TestRefund> refunds_;
  std::unordered_map<std::string, std::string> refund_keys_;
  std::unordered_map<std::string, std::vector<std::string>> refunds_of_;  ///< by intent
  std::unordered_map<Id, std::vector<std::string>> intents_of_;           ///< by order
  std::map<std::string, TestEvent> events_;
};

}  // namespace aisle::shop
