#include "carts_orders/testing/simulation/simulated_catalog.hpp"

#include <algorithm>
#include <utility>

namespace aisle::shop::simulation {
namespace {

/// Over all locations; nothing for a product that has no stock record.
std::optional<LiveProduct::Counters> counters_of(const Reader& committed, const std::string& sku) {
  std::optional<LiveProduct::Counters> sum;
  for (const char* location : {kDefaultLocation, kSecondLocation}) {
    const auto stock = *committed.stock({.sku = sku, .location = location});
    if (!stock) continue;
    if (!sum) sum = LiveProduct::Counters{};
    sum->available += stock->available();
    sum->reserved += stock->reserved;
  }
  return sum;
}

}  // namespace

void SimulatedCatalog::add(ProductFacts product) { products_.push_back(std::move(product)); }

ProductFacts SimulatedCatalog::look_up(std::string_view sku) const {
  const auto found = std::ranges::find(products_, sku, &ProductFacts::sku);
  return found == products_.end() ? ProductFacts{.sku = std::string(sku)} : *found;
}

void SimulatedCatalog::publish(std::span<const LiveProduct> products) {
  for (const LiveProduct& product : products) {
    LiveProduct& shown = shown_[product.sku];
    if (product.stock) shown.stock = product.stock;
    if (product.price) shown.price = product.price;
  }
}

void SimulatedCatalog::restore_from_old_backup() { shown_.clear(); }

void SimulatedCatalog::compare(const Reader& committed, Findings& findings) const {
  for (const ProductFacts& product : products_) {
    const auto shown = shown_.find(product.sku);
    const LiveProduct live = shown == shown_.end() ? LiveProduct{} : shown->second;
    if (const auto counters = counters_of(committed, product.sku)) {
      const bool same = live.stock && live.stock->available == counters->available && live.stock->reserved == counters->reserved;
      findings.expect(same, "searches contradict the committed stock", product.sku);
    }
    if (const auto price = *committed.price(product.sku)) {
      findings.expect(live.price == price->price, "searches contradict the committed price", product.sku);
    }
  }
}

}  // namespace aisle::shop::simulation
