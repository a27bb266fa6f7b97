#include "server/shop_api/catalog/live_truth.hpp"

namespace aisle::server::shop_api {
namespace {

void append(const engine::Schema& schema, std::string_view name, std::variant<std::int64_t, double> value,
            std::vector<engine::LiveChange>& out) {
  const engine::Field* field = schema.find(name);
  if (field != nullptr && field->live) out.emplace_back(field->id, value);
}

}  // namespace

void LiveTruth::record(std::span<const shop::LiveProduct> products) {
  MutexLock lock(mutex_);
  for (const shop::LiveProduct& product : products) {
    Known& known = known_[product.sku];
    if (product.stock) known.stock = product.stock;
    if (product.price) known.price = shop::units_of(*product.price);
  }
}

std::vector<std::string> LiveTruth::skus() const {
  MutexLock lock(mutex_);
  std::vector<std::string> skus;
  skus.reserve(known_.size());
  for (const auto& [sku, known] : known_) skus.push_back(sku);
  return skus;
}

void LiveTruth::append_values(std::string_view sku, const engine::Schema& schema,
                              std::vector<engine::LiveChange>& out) const {
  Known known;
  {
    MutexLock lock(mutex_);
    const auto found = known_.find(sku);
    if (found == known_.end()) return;
    known = found->second;
  }
  if (known.stock) {
    append(schema, fields_.inventory, known.stock->available, out);
    append(schema, fields_.in_stock, std::int64_t{known.stock->available > 0}, out);
    append(schema, fields_.reserved, known.stock->reserved, out);
  }
  if (known.price) append(schema, fields_.price, *known.price, out);
}

}  // namespace aisle::server::shop_api
