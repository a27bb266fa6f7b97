// POST /payments/webhooks/{provider}: 200 only once the event is durable; 400 without a word about why to strangers.
#include "server/log/log.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"

namespace aisle::server::shop_api {

void take_webhook(const ShopContext& shop, Call call) {
  const http::Request& request = call.request();
  const auto provider = shop.providers.find(request.param("provider"));
  if (provider == shop.providers.end()) return call.answer(not_found("provider"));
  const std::string_view signature = request.header(provider->second->signature_header());
  auto event = provider->second->verify_and_read_webhook(request.body, signature, shop.clock.now_ms());
  if (!event) {
    log::warn("a webhook was refused", {{"provider", provider->first},
                                        {"why", event.error().message},
                                        {"remote", request.remote_address},
                                        {"request_id", request.request_id}});
    return call.answer(shop::problem(400, "webhook-refused", "The notice was not accepted."));
  }
  call.submit(shop::PaymentCommand(shop::ApplyProviderEvent{.event = *std::move(event), .payload = request.body}));
}

}  // namespace aisle::server::shop_api
