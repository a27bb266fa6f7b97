#pragma once
// The test provider's notices, in Stripe's shape, so that reading them is the same code (stripe_objects.hpp).

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "carts_orders/payments/test_ledger.hpp"

namespace aisle::shop {

/// The body of an event "payment_intent.<what>" about the intent as it is.
std::string test_intent_event(std::string_view id, std::string_view what, const TestIntent& intent, EpochMillis at);
/// The body of an event "refund.<what>".
std::string test_refund_event(std::string_view id, std::string_view what, const TestRefund& refund,
                              const TestIntent& intent, EpochMillis at);

}  // namespace aisle::shop
