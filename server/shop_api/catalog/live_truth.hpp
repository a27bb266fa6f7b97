#pragma once
// What the shop last said of every product that it has touched: the authority over the live columns of the catalog.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/hash.hpp"
#include "base/mutex.hpp"
#include "carts_orders/catalog/catalog_port.hpp"
#include "engine/index/live/live_authority.hpp"
#include "server/shop_api/catalog/catalog_settings.hpp"

namespace aisle::server::shop_api {

/// Thread-safe. About 100 bytes a product. A product that the shop never touched is not here: its document decides.
class LiveTruth final : public engine::LiveAuthority {
 public:
  explicit LiveTruth(CatalogFields fields) : fields_(std::move(fields)) {}

  void record(std::span<const shop::LiveProduct> products);
  /// Every product that is known here, for an index that must be told all.
  std::vector<std::string> skus() const;

  /// Fields that the index does not have, or has not declared live, are passed over.
  void append_values(std::string_view sku, const engine::Schema& schema, std::vector<engine::LiveChange>& out) const override;

 private:
  struct Known {
    std::optional<shop::LiveProduct::Counters> stock;
    std::optional<double> price;
  };
  struct SkuHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view sku) const { return hash64(sku); }
  };

  const CatalogFields fields_;
  mutable Mutex mutex_;
  boost::unordered_flat_map<std::string, Known, SkuHash, std::equal_to<>> known_ AISLE_GUARDED_BY(mutex_);
};

}  // namespace aisle::server::shop_api
