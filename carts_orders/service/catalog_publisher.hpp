#pragma once
// Shows committed stock and prices to searches, in commit order and before anybody is answered: one truth with search.

#include <string>
#include <unordered_map>
#include <vector>

#include "carts_orders/catalog/catalog_port.hpp"
#include "carts_orders/machine/tables.hpp"
#include "carts_orders/service/commit_observer.hpp"

namespace aisle::shop {

/// The writer's thread only, but for `all`, which must not overlap `committed`.
class CatalogPublisher final : public CommitObserver {
 public:
  explicit CatalogPublisher(CatalogPort& catalog) : catalog_(catalog) {}

  /// At the start: everything that is recorded, so that an index that was restored or is behind shows the truth.
  void publish_all(const Tables& tables);
  void committed(const ChangeSet& changes) override;

 private:
  struct AtLocation {
    std::string location;
    std::int64_t available = 0;
    std::int64_t reserved = 0;
  };
  LiveProduct::Counters update(const Stock& stock);

  CatalogPort& catalog_;
  /// By SKU; nearly every SKU has one location.
  std::unordered_map<std::string, std::vector<AtLocation>> stock_;
};

}  // namespace aisle::shop
