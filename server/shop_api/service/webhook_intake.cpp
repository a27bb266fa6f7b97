#include "server/shop_api/service/webhook_intake.hpp"

#include <utility>

namespace aisle::server::shop_api {

Status take_in_webhook(shop::Shop& shop, const shop::PaymentProvider& provider, std::string body, std::string_view signature,
                       EpochMillis now, std::function<void(shop::Answer)> done) {
  auto event = provider.verify_and_read_webhook(body, signature, now);
  if (!event) return std::move(event).error();
  shop::Request request{
      .principal = {.kind = shop::Principal::Kind::internal, .subject = std::string(provider.name())},
      .command = shop::PaymentCommand(shop::ApplyProviderEvent{.event = *std::move(event), .payload = std::move(body)})};
  shop.submit(std::move(request), std::move(done));
  return {};
}

}  // namespace aisle::server::shop_api
