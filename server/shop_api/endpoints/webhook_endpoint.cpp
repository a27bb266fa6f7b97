// POST /payments/webhooks/{provider}: 200 only once the event is durable; 400 without a word about why to strangers.
#include "server/log/log.hpp"
#include "server/shop_api/endpoints/endpoints.hpp"
#include "server/shop_api/endpoints/parts.hpp"
#include "server/shop_api/service/webhook_intake.hpp"

namespace aisle::server::shop_api {

void take_webhook(const ShopContext& shop, Call call) {
  const http::Request& request = call.request();
  const auto provider = shop.providers.find(request.param("provider"));
  if (provider == shop.providers.end()) return call.answer(not_found("provider"));
  const Status taken = take_in_webhook(shop.shop, *provider->second, request.body,
                                       request.header(provider->second->signature_header()), shop.clock.now_ms(),
                                       [call](shop::Answer answer) { call.answer_from_writer(std::move(answer)); });
  if (taken) return;
  log::warn("a webhook was refused", {{"provider", provider->first},
                                      {"why", taken.error().message},
                                      {"remote", request.remote_address},
                                      {"request_id", request.request_id}});
  call.answer(shop::problem(400, "webhook-refused", "The notice was not accepted."));
}

}  // namespace aisle::server::shop_api
