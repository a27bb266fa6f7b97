#pragma once
// START HERE for one truth with search: the shop's catalog is an index, and the shop decides its stock and prices.
//
// Who wins when a product is sold and re-indexed at the same time? The shop, always, by three rules:
//   1. `publish` records the new truth first, then has every catalog index enforce it.
//   2. An index asks for the truth under its own lock in the instant a document is written (engine::LiveAuthority).
//      A document committed before step 1 is found by `enforce`; one committed after it has the truth already.
//   3. An index that becomes part of the catalog (created, opened, alias switched) is on the list that `publish` walks
//      before it is told all that is known, and is served only after that.
// So there is no moment after a checkout's answer at which a search shows a sold-out product in stock.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.hpp"
#include "carts_orders/catalog/catalog_port.hpp"
#include "server/es_api/indices/index_registry.hpp"
#include "server/shop_api/catalog/catalog_settings.hpp"
#include "server/shop_api/catalog/live_truth.hpp"

namespace aisle::server::shop_api {

/// Thread-safe. The registry must outlive it; nothing may be created or renamed in the registry while it dies.
class EngineCatalog final : public shop::CatalogPort {
 public:
  EngineCatalog(es_api::IndexRegistry& registry, CatalogSettings settings);
  ~EngineCatalog() override;
  EngineCatalog(const EngineCatalog&) = delete;
  EngineCatalog& operator=(const EngineCatalog&) = delete;

  /// Reads the document, refreshed or not, with its live values. The first index that has it, by name.
  shop::ProductFacts look_up(std::string_view sku) const override;
  void publish(std::span<const shop::LiveProduct> products) override;

  const CatalogSettings& settings() const { return settings_; }
  /// Whether an index of this name is part of the catalog.
  bool contains(std::string_view index) const;

 private:
  using Indices = std::vector<es_api::IndexPtr>;
  std::shared_ptr<const Indices> indices() const;
  void names_changed(const es_api::IndexNames& names);
  void adopt(const es_api::IndexPtr& index);

  es_api::IndexRegistry& registry_;
  const CatalogSettings settings_;
  const std::shared_ptr<LiveTruth> truth_;
  mutable Mutex mutex_;
  std::shared_ptr<const Indices> indices_ AISLE_GUARDED_BY(mutex_) = std::make_shared<const Indices>();
};

}  // namespace aisle::server::shop_api
