#pragma once
// What Aisle asks of Stripe, as HTTP requests: pure functions of their inputs.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "carts_orders/payments/provider.hpp"
#include "carts_orders/workers/http_exchange.hpp"

namespace aisle::shop {

struct StripeAccess {
  std::string base_url = "https://api.stripe.com";  ///< without a slash at the end
  std::string secret_key;                           ///< "sk_live_...", "sk_test_..."
  std::string api_version = "2024-06-20";
  bool allow_private = false;                       ///< for a stand-in on this machine
  EpochMillis timeout = 30'000;
};

/// application/x-www-form-urlencoded, as browsers write it but for spaces, which become %20.
std::string form_encode(const std::vector<std::pair<std::string, std::string>>& fields);

/// POST /v1/payment_intents. A method "pm_..." is confirmed at once; any other names the kind of payment that the
/// shopper's browser then confirms ("card"). Errors: invalid_argument for an amount that Stripe cannot charge.
Result<HttpCall> stripe_create_intent(const StripeAccess& access, const IntentRequest& request);
HttpCall stripe_fetch_intent(const StripeAccess& access, std::string_view intent);
HttpCall stripe_cancel_intent(const StripeAccess& access, std::string_view intent);
/// POST /v1/refunds.
Result<HttpCall> stripe_refund(const StripeAccess& access, const RefundRequest& request);
HttpCall stripe_fetch_refund(const StripeAccess& access, std::string_view refund);

}  // namespace aisle::shop
