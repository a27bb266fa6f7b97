#pragma once
// START HERE to wire: every route of the shop.

#include "server/http/router.hpp"
#include "server/shop_api/frame/shop_context.hpp"

namespace aisle::server::shop_api {

/// One handler for every row of the authorisation table. The context must outlive the router.
void add_shop_routes(http::Router& router, const ShopContext& shop);

}  // namespace aisle::server::shop_api
