#pragma once
// An order: what was bought, what was paid, where it is. All of it is one record, so that each transition is one write.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "carts_orders/id.hpp"
#include "carts_orders/money/money.hpp"

namespace aisle::shop {

/// The states of an order's life; orders/transitions.hpp says which may follow which.
enum class OrderState : std::uint8_t {
  created,
  reserved,
  payment_pending,
  paid,
  confirmed,
  picking,
  shipped,    ///< something was shipped, not everything delivered
  delivered,
  rejected,
  expired,
  payment_failed,
  late_paid,
  payment_review,
  refund_pending,
  refunded,
  cancelling,
  cancelled,
};
std::string_view to_string(OrderState state);
/// States in which nothing is left to do by itself.
bool is_terminal(OrderState state);

struct OrderLine {
  std::string sku;
  std::string title;
  std::string attributes;  ///< JSON object, or empty
  std::int64_t quantity = 0;
  std::int64_t shipped = 0;
  Money unit_price;
  Money total;
};

/// Tax, shipping, promotions: computed elsewhere, carried and added up here.
struct Adjustment {
  std::string code;   ///< "tax", "shipping", "promotion:SUMMER"
  std::string label;
  std::int64_t amount = 0;  ///< minor units, negative for reductions
};

/// One attempt to be paid through a provider.
struct PaymentAttempt {
  enum class State : std::uint8_t { creating, pending, succeeded, failed, voiding, voided };
  std::int32_t number = 1;      ///< within the order; part of the provider's idempotency key
  State state = State::creating;
  std::string provider;
  std::string method;           ///< the shopper's choice, for the provider ("pm_card_visa", "test_ok")
  std::string intent;           ///< the provider's id, once known
  std::string client_secret;    ///< for the shopper's browser
  std::int64_t captured = 0;    ///< minor units
  std::int32_t rank = 0;        ///< of the last provider event applied; lower ones change nothing
  std::string failure;          ///< the provider's code, when failed
  Currency currency;            ///< of `captured`: the order's, unless the provider took another
  std::int64_t poll_job = 0;    ///< the job that asks the provider while no webhook has come; 0: none
};
std::string_view to_string(PaymentAttempt::State state);

struct Refund {
  enum class State : std::uint8_t { pending, succeeded, failed };
  Id id;
  State state = State::pending;
  std::int64_t amount = 0;      ///< in the currency of the attempt
  std::int32_t attempt = 1;     ///< of which payment attempt
  std::string reason;
  std::string provider_refund;  ///< the provider's id, once known
};
std::string_view to_string(Refund::State state);

struct ShippedLine {
  std::string sku;
  std::int64_t quantity = 0;
};

struct Shipment {
  enum class State : std::uint8_t { requested, shipped, delivered, cancelled };
  Id id;
  State state = State::requested;
  std::vector<ShippedLine> lines;
  std::string carrier;
  std::string tracking;
  EpochMillis shipped_at = 0;
  EpochMillis delivered_at = 0;
};
std::string_view to_string(Shipment::State state);

struct Order {
  using Key = Id;
  Id key;
  OrderState state = OrderState::created;
  std::string owner;      ///< the principal's owner()
  std::string email;      ///< for notifications; may be empty
  std::string shipping_address;  ///< a JSON object as the shop sent it, or empty
  Id cart;
  Id reservation;
  Currency currency;
  std::vector<OrderLine> lines;
  std::vector<Adjustment> adjustments;
  std::int64_t subtotal = 0;
  std::int64_t total = 0;
  std::int64_t captured = 0;  ///< sum over payments in the order's currency
  std::int64_t refunded = 0;  ///< sum over their succeeded refunds
  std::vector<PaymentAttempt> payments;
  std::vector<Refund> refunds;
  std::vector<Shipment> shipments;
  std::vector<std::string> notified;  ///< templates sent for this order
  std::string reason;                 ///< why rejected, failed, cancelled or under review; a code
  EpochMillis created_at = 0;
  EpochMillis updated_at = 0;
  EpochMillis payment_due = 0;
  std::uint64_t version = 0;
  std::int64_t due_job = 0;           ///< the timer of `payment_due`, while the order waits for money; 0: none
};

/// Which order a provider's intent belongs to. Key: "<provider>:<intent>".
struct Intent {
  using Key = std::string;
  std::string key;
  Id order;
  std::int32_t attempt = 1;
};

}  // namespace aisle::shop
