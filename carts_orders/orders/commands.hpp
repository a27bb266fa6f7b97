#pragma once
// What can be asked of orders. Each has a handler of its own in this folder.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "carts_orders/carts/commands.hpp"
#include "carts_orders/records/order.hpp"

namespace aisle::shop {

/// POST /orders: validates the cart, reserves, records the order and its first jobs, in one commit. 202.
struct Checkout {
  Id cart;
  std::optional<std::uint64_t> cart_version;
  std::optional<Money> expected_total;
  std::string payment_method;
  std::string email;
  std::string shipping_address;  ///< JSON object, or empty
  std::vector<Adjustment> adjustments;
};

/// POST /orders/{id}/payments: another attempt to pay, while the order still waits for money.
struct PayAgain {
  Id order;
  std::string payment_method;
};

/// POST /orders/{id}/cancel.
struct CancelOrder {
  Id order;
  std::string reason;
};

/// POST /orders/{id}/refunds.
struct RefundOrder {
  Id order;
  std::int64_t amount = 0;  ///< minor units of the order's currency; 0: all that is left
  std::string reason;
};

/// POST /orders/{id}/review: what becomes of an order whose payment did not fit.
struct ReviewOrder {
  enum class Decision : std::uint8_t { confirm, refund };
  Id order;
  Decision decision = Decision::refund;
};

/// POST /orders/{id}/shipments: by who fulfils orders; no lines means all that is left.
struct ShipOrder {
  Id order;
  std::vector<ShippedLine> lines;
  std::string carrier;
  std::string tracking;
};

/// POST /shipments/{order}/{shipment}/events.
struct ReportShipment {
  Id order;
  Id shipment;
  std::string event;  ///< "delivered", or anything a carrier tells: recorded
  std::string detail;
};

using OrderCommand =
    std::variant<Checkout, PayAgain, CancelOrder, RefundOrder, ReviewOrder, ShipOrder, ReportShipment>;

}  // namespace aisle::shop
