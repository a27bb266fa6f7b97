#pragma once
// A provider's notice on its way to the state machine, from whichever door: HTTP, or the built-in provider next door.

#include <functional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "carts_orders/payments/provider.hpp"
#include "carts_orders/service/shop.hpp"

namespace aisle::server::shop_api {

/// Authenticates the raw bytes and has the event applied; `done` gets the answer once it is durable. Errors are the
/// provider's: what is not authentic changes nothing and calls nobody.
Status take_in_webhook(shop::Shop& shop, const shop::PaymentProvider& provider, std::string body, std::string_view signature,
                       EpochMillis now, std::function<void(shop::Answer)> done);

}  // namespace aisle::server::shop_api
