#pragma once
// The shop's part of the configuration, as types.

#include "base/result.hpp"
#include "carts_orders/machine/settings.hpp"
#include "server/config/config.hpp"
#include "server/shop_api/catalog/catalog_settings.hpp"

namespace aisle::server::config {

struct ShopConfig {
  bool enabled = true;
  shop::ShopSettings rules;
  shop_api::CatalogSettings catalog;
};

/// Errors name the setting's origin.
Result<ShopConfig> shop_config(const Config& config);

}  // namespace aisle::server::config
