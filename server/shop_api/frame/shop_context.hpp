#pragma once
// What the shop's endpoints work with; outlives the router.

#include <filesystem>
#include <map>
#include <string>

#include "base/clock.hpp"
#include "carts_orders/catalog/catalog_port.hpp"
#include "carts_orders/payments/provider.hpp"
#include "carts_orders/service/shop.hpp"
#include "server/shop_api/access/authenticator.hpp"
#include "server/shop_api/polling/alarms.hpp"

namespace aisle::server::shop_api {

struct ShopContext {
  shop::Shop& shop;
  const shop::CatalogPort& catalog;
  const Authenticator& authenticator;
  const Clock& clock;
  Alarms& alarms;
  /// Providers whose webhooks are accepted, by name.
  std::map<std::string, const shop::PaymentProvider*, std::less<>> providers;
  std::filesystem::path backups;  ///< where POST /admin/backup writes
};

}  // namespace aisle::server::shop_api
