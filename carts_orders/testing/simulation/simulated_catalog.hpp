#pragma once
// The catalog and what searches would show of it.

#include <map>
#include <string>
#include <vector>

#include "carts_orders/catalog/catalog_port.hpp"
#include "carts_orders/machine/reader.hpp"
#include "carts_orders/testing/simulation/findings.hpp"

namespace aisle::shop::simulation {

/// Where the warehouse has some stock beside kDefaultLocation.
inline constexpr const char* kSecondLocation = "north";

/// For one thread. Survives the shop's process, as an index on disk does.
class SimulatedCatalog final : public CatalogPort {
 public:
  void add(ProductFacts product);

  ProductFacts look_up(std::string_view sku) const override;
  void publish(std::span<const LiveProduct> products) override;

  const std::vector<ProductFacts>& products() const { return products_; }
  /// The index comes back as it was once, before it was told anything.
  void restore_from_old_backup();
  /// A search now must not contradict what is committed, since that is what was answered.
  void compare(const Reader& committed, Findings& findings) const;

 private:
  std::vector<ProductFacts> products_;
  std::map<std::string, LiveProduct, std::less<>> shown_;
};

}  // namespace aisle::shop::simulation
