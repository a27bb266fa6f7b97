#pragma once
// Stripe, or whatever speaks its PaymentIntents API, as a payment provider.

#include <string>
#include <vector>

#include "carts_orders/payments/provider.hpp"
#include "carts_orders/payments/stripe_requests.hpp"
#include "carts_orders/workers/executor.hpp"
#include "carts_orders/workers/http_exchange.hpp"

namespace aisle::shop {

struct StripeSettings {
  std::string name = "stripe";
  StripeAccess access;
  std::vector<std::string> webhook_secrets;  ///< "whsec_...", more than one during a rotation
};

/// Lives on one executor, which like `http` must outlive it.
class StripeProvider final : public PaymentProvider {
 public:
  StripeProvider(StripeSettings settings, HttpExchange& http, Executor& executor)
      : settings_(std::move(settings)), http_(http), executor_(executor) {}

  std::string_view name() const override { return settings_.name; }
  std::string_view signature_header() const override { return "Stripe-Signature"; }
  void create_intent(const IntentRequest& request, Callback<ProviderIntent> done) override;
  void fetch_intent(const std::string& intent, Callback<ProviderIntent> done) override;
  void void_intent(const std::string& intent, Callback<ProviderIntent> done) override;
  void refund(const RefundRequest& request, Callback<ProviderRefund> done) override;
  void fetch_refund(const std::string& refund, Callback<ProviderRefund> done) override;
  Result<ProviderEvent> verify_and_read_webhook(std::string_view body, std::string_view signature,
                                                EpochMillis now) const override;

 private:
  const StripeSettings settings_;
  HttpExchange& http_;
  Executor& executor_;
};

}  // namespace aisle::shop
