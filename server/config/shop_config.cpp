#include "server/config/shop_config.hpp"

#include <fmt/format.h>

#include <fstream>
#include <initializer_list>

namespace aisle::server::config {
namespace {

Error wrong(const Config& config, std::string_view name, std::string_view expected) {
  const Setting& setting = config.setting(name);
  return {ErrorCode::invalid_argument, fmt::format("{}: {} [{}] is not {}", setting.origin, name, setting.value, expected)};
}

/// The number of the word that is configured.
Result<std::size_t> choice(const Config& config, std::string_view name, std::initializer_list<std::string_view> words) {
  const std::string chosen = config.text(name);
  std::string expected;
  std::size_t number = 0;
  for (const std::string_view word : words) {
    if (word == chosen) return number;
    expected += (number == 0 ? "" : " or ") + std::string(word);
    ++number;
  }
  return wrong(config, name, expected);
}

EpochMillis duration(const Config& config, std::string_view name) {
  return static_cast<EpochMillis>(config.duration_ms(name));
}

std::int64_t number(const Config& config, std::string_view name) { return static_cast<std::int64_t>(config.number(name)); }

void fill_catalog(const Config& config, shop_api::CatalogSettings& catalog) {
  catalog.index = config.text("shop-catalog");
  catalog.fields = {.title = config.text("shop-field-title"),
                    .price = config.text("shop-field-price"),
                    .currency = config.text("shop-field-currency"),
                    .inventory = config.text("shop-field-inventory"),
                    .in_stock = config.text("shop-field-in-stock"),
                    .reserved = config.text("shop-field-reserved")};
}

Status fill_leases(const Config& config, shop::ShopSettings& rules) {
  rules.reservation_lease = duration(config, "shop-lease");
  rules.reservation_longest = duration(config, "shop-longest-lease");
  rules.guest_cart_life = duration(config, "shop-guest-cart-life");
  if (rules.reservation_lease < shop::kSecond) return wrong(config, "shop-lease", "a second or more");
  if (rules.reservation_longest < rules.reservation_lease) return wrong(config, "shop-longest-lease", "shop-lease or more");
  if (rules.guest_cart_life < shop::kMinute) return wrong(config, "shop-guest-cart-life", "a minute or more");
  return {};
}

Status fill_limits(const Config& config, shop::ShopSettings& rules) {
  rules.line_quantity_limit = number(config, "shop-line-quantity-limit");
  rules.cart_line_limit = number(config, "shop-cart-line-limit");
  rules.low_stock = number(config, "shop-low-stock");
  if (rules.line_quantity_limit < 1) return wrong(config, "shop-line-quantity-limit", "1 or more");
  if (rules.cart_line_limit < 1) return wrong(config, "shop-cart-line-limit", "1 or more");
  return {};
}

Status fill_choices(const Config& config, shop::ShopSettings& rules) {
  auto hold_from = choice(config, "shop-hold-from", {"checkout", "cart"});
  if (!hold_from) return std::move(hold_from).error();
  auto shipping = choice(config, "shop-shipping", {"automatic", "manual"});
  if (!shipping) return std::move(shipping).error();
  if (auto provider = choice(config, "shop-payment-provider", {"test", "stripe"}); !provider) return std::move(provider).error();
  if (auto carrier = choice(config, "shop-carrier", {"test"}); !carrier) return std::move(carrier).error();
  rules.hold_from = *hold_from == 0 ? shop::HoldFrom::checkout : shop::HoldFrom::cart;
  rules.shipping = *shipping == 0 ? shop::Shipping::automatic : shop::Shipping::manual;
  rules.payment_provider = config.text("shop-payment-provider");
  rules.carrier = config.text("shop-carrier");
  return {};
}

/// One secret a line; blank lines and lines that begin with '#' are skipped. None for an empty setting.
Result<std::vector<std::string>> read_secrets(const Config& config, std::string_view name) {
  std::vector<std::string> secrets;
  const std::string file = config.text(name);
  if (file.empty()) return secrets;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    while (line.ends_with('\r') || line.ends_with(' ')) line.pop_back();
    if (!line.empty() && line.front() != '#') secrets.push_back(std::move(line));
  }
  if (secrets.empty()) return wrong(config, name, "a readable file with a secret");
  return secrets;
}

Status read_secret(const Config& config, std::string_view name, std::string& secret) {
  auto secrets = read_secrets(config, name);
  if (!secrets) return std::move(secrets).error();
  if (!secrets->empty()) secret = std::move(secrets->front());
  return {};
}

Status fill_payment(const Config& config, ShopConfig& shop) {
  auto secrets = read_secrets(config, "shop-webhook-secrets-file");
  if (!secrets) return std::move(secrets).error();
  shop.webhook_secrets = *std::move(secrets);
  shop.stripe_url = config.text("shop-stripe-url");
  if (Status read = read_secret(config, "shop-stripe-key-file", shop.stripe_key); !read) return read;
  if (shop.rules.payment_provider != "stripe") return {};
  if (shop.stripe_key.empty()) return wrong(config, "shop-stripe-key-file", "given, which payments by stripe need");
  if (shop.webhook_secrets.empty()) return wrong(config, "shop-webhook-secrets-file", "given, which payments by stripe need");
  return {};
}

Status fill_messages(const Config& config, ShopConfig& shop) {
  shop.name = config.text("shop-name");
  shop.smtp_url = config.text("shop-smtp-url");
  shop.smtp_user = config.text("shop-smtp-user");
  if (Status read = read_secret(config, "shop-smtp-password-file", shop.smtp_password); !read) return read;
  shop.mail_from = config.text("shop-mail-from");
  shop.restocker = config.text("shop-restocker");
  shop.templates = config.text("shop-templates");
  return {};
}

Status fill_targets(const Config& config, ShopConfig& shop) {
  shop.webhook_targets = config.list("shop-webhook-targets");
  shop.rules.outgoing_webhooks = !shop.webhook_targets.empty();
  shop.webhook_allow_private = config.boolean("shop-webhook-allow-private");
  shop.ca_file = config.text("shop-ca-file");
  auto secrets = read_secrets(config, "shop-webhook-signing-file");
  if (!secrets) return std::move(secrets).error();
  shop.webhook_signing_secrets = *std::move(secrets);
  if (!shop.webhook_targets.empty() && shop.webhook_signing_secrets.empty()) {
    return wrong(config, "shop-webhook-signing-file", "given, which shop-webhook-targets need");
  }
  return {};
}

Status fill_workers(const Config& config, ShopConfig& shop) {
  shop.test_payment_delay = duration(config, "shop-test-payment-delay");
  shop.test_delivery_delay = duration(config, "shop-test-delivery-delay");
  for (const auto fill : {fill_payment, fill_messages, fill_targets}) {
    if (Status filled = fill(config, shop); !filled) return filled;
  }
  return {};
}

}  // namespace

Result<ShopConfig> shop_config(const Config& config) {
  ShopConfig shop;
  shop.enabled = config.boolean("shop");
  const auto currency = shop::Currency::find(config.text("shop-currency"));
  if (!currency) return wrong(config, "shop-currency", "an ISO 4217 currency code, like USD");
  shop.rules.currency = shop.catalog.currency = *currency;
  fill_catalog(config, shop.catalog);
  for (const auto fill : {fill_leases, fill_limits, fill_choices}) {
    if (Status filled = fill(config, shop.rules); !filled) return std::move(filled).error();
  }
  if (Status filled = fill_workers(config, shop); !filled) return std::move(filled).error();
  return shop;
}

}  // namespace aisle::server::config
