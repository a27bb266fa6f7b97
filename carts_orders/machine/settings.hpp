#pragma once
// The shop's rules that a shop owner may choose. Constant while the shop is open.

#include <cstdint>
#include <string>

#include "base/clock.hpp"
#include "carts_orders/money/currency.hpp"

namespace aisle::shop {

inline constexpr EpochMillis kSecond = 1000;
inline constexpr EpochMillis kMinute = 60 * kSecond;
inline constexpr EpochMillis kHour = 60 * kMinute;
inline constexpr EpochMillis kDay = 24 * kHour;

/// When is stock held for a shopper?
enum class HoldFrom : std::uint8_t {
  checkout,  ///< while an order is being paid
  cart,      ///< from the moment a line is in the cart, for `reservation_lease`, renewed by changes of the cart
};

enum class Shipping : std::uint8_t {
  automatic,  ///< a confirmed order is handed to the carrier by a worker
  manual,     ///< whoever fulfils orders records shipments
};

struct ShopSettings {
  Currency currency = *Currency::find("USD");  ///< of catalog prices that name none
  HoldFrom hold_from = HoldFrom::checkout;
  Shipping shipping = Shipping::automatic;
  std::string payment_provider = "test";
  std::string carrier = "test";
  bool outgoing_webhooks = false;  ///< orders' events go to subscribers, as jobs of their own

  EpochMillis reservation_lease = 30 * kMinute;
  EpochMillis reservation_longest = 60 * kMinute;  ///< with all extensions
  EpochMillis guest_cart_life = 30 * kDay;         ///< after the last change
  EpochMillis answer_life = 24 * kHour;            ///< of idempotency keys
  EpochMillis order_answer_life = 72 * kHour;      ///< of idempotency keys of checkouts
  EpochMillis webhook_life = 30 * kDay;            ///< how long an event id is remembered
  EpochMillis parked_webhook_life = 72 * kHour;
  EpochMillis payment_poll_after = 2 * kMinute;
  EpochMillis payment_poll_every = 60 * kSecond;

  std::int64_t line_quantity_limit = 999;
  std::int64_t cart_line_limit = 100;
  std::int64_t low_stock = 5;           ///< notice and event at or below
  std::int32_t payment_attempts = 5;    ///< tries of a job before it is dead
  std::int32_t notification_attempts = 10;
};

}  // namespace aisle::shop
