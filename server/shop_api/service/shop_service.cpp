#include "server/shop_api/service/shop_service.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <utility>

#include "carts_orders/service/shop.hpp"
#include "carts_orders/store/sqlite_store.hpp"
#include "server/log/log.hpp"
#include "server/shop_api/access/authenticator.hpp"
#include "server/shop_api/catalog/engine_catalog.hpp"
#include "server/shop_api/endpoints/shop_routes.hpp"
#include "server/shop_api/polling/alarms.hpp"
#include "server/shop_api/service/shop_metrics.hpp"
#include "server/shop_api/service/shop_workers.hpp"

namespace aisle::server::shop_api {
namespace {

/// BSD's sysexits: a temporary failure. Whoever supervises the process starts it again, and recovery decides.
constexpr int kExitStoreFailed = 75;

[[noreturn]] void stop_process(const Error& error) {
  log::error("the shop's store failed: stopping before anything false is acknowledged", {{"what", error.message}});
  log::stop();
  ::_exit(kExitStoreFailed);
}

/// What to say of a product that is taken out of the catalog while somebody waits for it; most are simply gone.
std::optional<std::string> deletion_notice(const shop::Shop& shop, std::string_view sku) {
  const auto stock = shop.reader().stock({.sku = std::string(sku)});
  if (!stock || *stock == nullptr || ((*stock)->reserved == 0 && (*stock)->committed == 0)) return std::nullopt;
  return fmt::format("product [{}] was deleted while {} units of it are held and {} are sold and not shipped; they are kept",
                     sku, (*stock)->reserved, (*stock)->committed);
}

}  // namespace

/// In the order in which they are made; what comes later uses what came before.
struct ShopService::Parts {
  Parts(const config::ServeSettings& settings, es_api::IndexRegistry& registry_in, Metrics& server_metrics)
      : registry(registry_in),
        catalog(registry, settings.shop.catalog),
        metrics(server_metrics),
        authenticator(settings.http.api_keys, settings.tokens),
        backups(settings.data_dir / "backups") {}

  es_api::IndexRegistry& registry;
  SystemClock clock;
  shop::BootClock boot_clock;
  EngineCatalog catalog;
  ShopMetrics metrics;
  Authenticator authenticator;
  Alarms alarms;
  std::filesystem::path backups;
  std::unique_ptr<shop::Shop> shop;
  std::unique_ptr<ShopWorkers> workers;
  std::unique_ptr<ShopContext> context;
};

ShopService::ShopService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

ShopService::~ShopService() { close(); }

Result<std::unique_ptr<ShopService>> ShopService::open(const config::ServeSettings& settings,
                                                       es_api::IndexRegistry& registry, Metrics& metrics) {
  auto parts = std::make_unique<Parts>(settings, registry, metrics);
  auto store = shop::SqliteStore::open(settings.data_dir / "shop");
  if (!store) return std::move(store).error();
  shop::ShopOptions options;
  options.settings = settings.shop.rules;
  options.writer.stop_process = stop_process;
  options.writer.observe = [&counts = parts->metrics](std::size_t commands, std::int64_t microseconds, bool) {
    counts.batch_done(commands, microseconds);
  };
  options.observers.push_back(&parts->metrics);
  auto shop = shop::Shop::open(std::move(options), *std::move(store), parts->catalog, parts->clock, parts->boot_clock);
  if (!shop) return std::move(shop).error();
  parts->shop = *std::move(shop);
  parts->metrics.sample(*parts->shop);
  auto workers = ShopWorkers::open(settings.shop, settings.data_dir / "shop", *parts->shop);
  if (!workers) return std::move(workers).error();
  parts->workers = *std::move(workers);
  parts->context = std::make_unique<ShopContext>(ShopContext{.shop = *parts->shop,
                                                             .catalog = parts->catalog,
                                                             .authenticator = parts->authenticator,
                                                             .clock = parts->clock,
                                                             .alarms = parts->alarms,
                                                             .providers = parts->workers->providers(),
                                                             .backups = parts->backups});
  return std::unique_ptr<ShopService>(new ShopService(std::move(parts)));
}

void ShopService::add_routes(http::Router& router) { add_shop_routes(router, *parts_->context); }

void ShopService::add_readiness_checks(http::Health& health) {
  health.add_readiness_check("shop", [this]() -> Status {
    if (!parts_->shop->disk_full()) return {};
    return Error(ErrorCode::resource_exhausted, "the disk is full: carts and orders can be read, not changed");
  });
}

std::string ShopService::banner_line() const {
  return fmt::format("shop       open under /_shop/v1, selling from [{}]", parts_->catalog.settings().index);
}

void ShopService::start() {
  parts_->registry.set_deletion_notice([this](std::string_view index, std::string_view id) {
    return parts_->catalog.contains(index) ? deletion_notice(*parts_->shop, id) : std::nullopt;
  });
  parts_->workers->start();
}

void ShopService::begin_drain() { parts_->alarms.stop(); }

void ShopService::close() {
  parts_->alarms.stop();
  parts_->registry.set_deletion_notice(nullptr);
  parts_->workers->stop();
  parts_->shop->close();
}

}  // namespace aisle::server::shop_api
