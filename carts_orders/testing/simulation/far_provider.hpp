#pragma once
// The payment provider and the carrier as the shop's process reaches them: over the road.

#include <string>
#include <utility>

#include "carts_orders/payments/provider.hpp"
#include "carts_orders/shipping/carrier.hpp"
#include "carts_orders/testing/simulation/far_call.hpp"
#include "carts_orders/testing/simulation/planted_bug.hpp"

namespace aisle::shop::simulation {

/// Of one life of the process. The provider, which lives elsewhere, must outlive every call.
class FarProvider final : public PaymentProvider {
 public:
  FarProvider(PaymentProvider& provider, FarCall call, PlantedBug bug)
      : provider_(provider), call_(std::move(call)), bug_(bug) {}

  std::string_view name() const override { return provider_.name(); }
  std::string_view signature_header() const override { return provider_.signature_header(); }
  void create_intent(const IntentRequest& request, std::function<void(Result<ProviderIntent>)> done) override;
  void fetch_intent(const std::string& intent, std::function<void(Result<ProviderIntent>)> done) override;
  void void_intent(const std::string& intent, std::function<void(Result<ProviderIntent>)> done) override;
  void refund(const RefundRequest& request, std::function<void(Result<ProviderRefund>)> done) override;
  void fetch_refund(const std::string& refund, std::function<void(Result<ProviderRefund>)> done) override;
  Result<ProviderEvent> verify_and_read_webhook(std::string_view body, std::string_view signature,
                                                EpochMillis now) const override {
    return provider_.verify_and_read_webhook(body, signature, now);
  }

 private:
  std::string key_of_try(std::string key, PlantedBug spoilt);

  PaymentProvider& provider_;
  FarCall call_;
  const PlantedBug bug_;
  std::uint64_t tries_ = 0;
};

class FarCarrier final : public Carrier {
 public:
  FarCarrier(Carrier& carrier, FarCall call) : carrier_(carrier), call_(std::move(call)) {}

  std::string_view name() const override { return carrier_.name(); }
  void book(const BookingRequest& request, std::function<void(Result<Booking>)> done) override;
  void cancel(const std::string& tracking, std::function<void(Status)> done) override;
  void track(const std::string& tracking, std::function<void(Result<TrackingReport>)> done) override;

 private:
  Carrier& carrier_;
  FarCall call_;
};

}  // namespace aisle::shop::simulation
