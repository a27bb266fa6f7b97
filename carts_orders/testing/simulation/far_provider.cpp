#include "carts_orders/testing/simulation/far_provider.hpp"

namespace aisle::shop::simulation {

std::string FarProvider::key_of_try(std::string key, PlantedBug spoilt) {
  if (bug_ == spoilt) key += ':' + std::to_string(++tries_);
  return key;
}

void FarProvider::create_intent(const IntentRequest& request, std::function<void(Result<ProviderIntent>)> done) {
  IntentRequest asked = request;
  asked.key = key_of_try(asked.key, PlantedBug::intent_not_idempotent);
  call_.make<Result<ProviderIntent>>(
      [provider = &provider_, asked](auto answer) { provider->create_intent(asked, std::move(answer)); }, std::move(done));
}

void FarProvider::fetch_intent(const std::string& intent, std::function<void(Result<ProviderIntent>)> done) {
  call_.make<Result<ProviderIntent>>(
      [provider = &provider_, intent](auto answer) { provider->fetch_intent(intent, std::move(answer)); }, std::move(done));
}

void FarProvider::void_intent(const std::string& intent, std::function<void(Result<ProviderIntent>)> done) {
  call_.make<Result<ProviderIntent>>(
      [provider = &provider_, intent](auto answer) { provider->void_intent(intent, std::move(answer)); }, std::move(done));
}

void FarProvider::refund(const RefundRequest& request, std::function<void(Result<ProviderRefund>)> done) {
  RefundRequest asked = request;
  asked.key = key_of_try(asked.key, PlantedBug::refund_not_idempotent);
  call_.make<Result<ProviderRefund>>(
      [provider = &provider_, asked](auto answer) { provider->refund(asked, std::move(answer)); }, std::move(done));
}

void FarProvider::fetch_refund(const std::string& refund, std::function<void(Result<ProviderRefund>)> done) {
  call_.make<Result<ProviderRefund>>(
      [provider = &provider_, refund](auto answer) { provider->fetch_refund(refund, std::move(answer)); }, std::move(done));
}

void FarCarrier::book(const BookingRequest& request, std::function<void(Result<Booking>)> done) {
  call_.make<Result<Booking>>([carrier = &carrier_, request](auto answer) { carrier->book(request, std::move(answer)); },
                              std::move(done));
}

void FarCarrier::cancel(const std::string& tracking, std::function<void(Status)> done) {
  call_.make<Status>([carrier = &carrier_, tracking](auto answer) { carrier->cancel(tracking, std::move(answer)); },
                     std::move(done));
}

void FarCarrier::track(const std::string& tracking, std::function<void(Result<TrackingReport>)> done) {
  call_.make<Result<TrackingReport>>(
      [carrier = &carrier_, tracking](auto answer) { carrier->track(tracking, std::move(answer)); }, std::move(done));
}

}  // namespace aisle::shop::simulation
