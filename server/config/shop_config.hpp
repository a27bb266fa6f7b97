#pragma once
// The shop's part of the configuration, as types.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "carts_orders/machine/settings.hpp"
#include "server/config/config.hpp"
#include "server/shop_api/catalog/catalog_settings.hpp"

namespace aisle::server::config {

struct ShopConfig {
  bool enabled = true;
  shop::ShopSettings rules;
  shop_api::CatalogSettings catalog;

  std::string name;
  std::vector<std::string> webhook_secrets;  ///< none: the built-in provider makes one
  std::string stripe_key;
  std::string stripe_url;
  EpochMillis test_payment_delay = 0;
  EpochMillis test_delivery_delay = 0;
  std::string smtp_url;  ///< empty: mails only become files
  std::string smtp_user;
  std::string smtp_password;
  std::vector<std::string> webhook_targets;
  std::vector<std::string> webhook_signing_secrets;
  bool webhook_allow_private = false;
  std::string ca_file;
  std::string mail_from;
  std::string restocker;            ///< a mail address, or empty
  std::filesystem::path templates;  ///< empty: the built-in ones
};

/// Reads the files of secrets. Errors name the setting's origin.
Result<ShopConfig> shop_config(const Config& config);

}  // namespace aisle::server::config
