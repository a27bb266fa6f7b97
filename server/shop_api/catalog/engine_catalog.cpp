#include "server/shop_api/catalog/engine_catalog.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "server/log/log.hpp"
#include "server/shop_api/catalog/product_source.hpp"

namespace aisle::server::shop_api {
namespace {

/// Live values newer than the source, by name.
class CurrentValues {
 public:
  CurrentValues(const engine::StoredDocument& document, const engine::Schema& schema)
      : document_(document), schema_(schema) {}

  std::optional<double> number(std::string_view path) const {
    const engine::Field* field = schema_.find(path);
    for (const auto& [id, value] : document_.live_changes) {
      if (field == nullptr || id != field->id) continue;
      if (!value) return std::nullopt;
      return std::visit([](auto held) { return static_cast<double>(held); }, *value);
    }
    return number_of(value_at(document_.source, path));
  }
  std::string text(std::string_view path) const { return text_of(value_at(document_.source, path)); }

 private:
  const engine::StoredDocument& document_;
  const engine::Schema& schema_;
};

std::optional<shop::Money> price_of(const CurrentValues& values, const CatalogSettings& settings) {
  const auto units = values.number(settings.fields.price);
  if (!units) return std::nullopt;
  const std::string code = values.text(settings.fields.currency);
  const auto currency = code.empty() ? settings.currency : shop::Currency::find(code);
  return currency ? shop::money_from_units(*units, *currency) : std::nullopt;
}

/// Whole units that can be sold; fractions and debts are none.
std::int64_t stock_of(const CurrentValues& values, const CatalogSettings& settings) {
  constexpr double kMost = 1e15;
  const double units = values.number(settings.fields.inventory).value_or(0);
  return static_cast<std::int64_t>(std::clamp(std::floor(units), 0.0, kMost));
}

void warn_of_missing_fields(const es_api::OpenIndex& index, const CatalogFields& fields) {
  const auto& schema = *index.state()->mapping->schema();
  for (const std::string& name : {fields.inventory, fields.in_stock, fields.price}) {
    const engine::Field* field = schema.find(name);
    if (field == nullptr || field->live) continue;
    log::warn("a field that the shop changes is not declared live: searches show what the document says",
              {{"index", index.name()}, {"field", name}, {"remedy", "map it with \"live\": true"}});
  }
}

}  // namespace

EngineCatalog::EngineCatalog(es_api::IndexRegistry& registry, CatalogSettings settings)
    : registry_(registry), settings_(std::move(settings)), truth_(std::make_shared<LiveTruth>(settings_.fields)) {
  registry_.set_listener([this](const es_api::IndexNames& names) { names_changed(names); });
}

EngineCatalog::~EngineCatalog() { registry_.set_listener(nullptr); }

std::shared_ptr<const EngineCatalog::Indices> EngineCatalog::indices() const {
  MutexLock lock(mutex_);
  return indices_;
}

bool EngineCatalog::contains(std::string_view index) const {
  const auto known = indices();
  return std::ranges::any_of(*known, [&](const auto& each) { return each->name() == index; });
}

void EngineCatalog::names_changed(const es_api::IndexNames& names) {
  es_api::ResolveOptions options{.ignore_unavailable = true, .expand_closed = true, .forbid_closed = false};
  auto resolved = es_api::resolve_names(names, settings_.index, options);
  auto now = std::make_shared<const Indices>(resolved ? std::move(*resolved) : Indices());
  std::shared_ptr<const Indices> before;
  {
    MutexLock lock(mutex_);
    before = std::exchange(indices_, now);
  }
  for (const es_api::IndexPtr& index : *now) {
    if (std::ranges::find(*before, index) == before->end()) adopt(index);
  }
  for (const es_api::IndexPtr& index : *before) {
    if (std::ranges::find(*now, index) == now->end()) index->set_preparation(nullptr);
  }
}

/// The preparation may outlive the catalog, in an index that is being opened: it holds only the truth.
void EngineCatalog::adopt(const es_api::IndexPtr& index) {
  index->set_preparation([truth = truth_](engine::Index& engine) {
    engine.set_authority(truth);
    const std::vector<std::string> skus = truth->skus();
    const std::vector<std::string_view> views(skus.begin(), skus.end());
    engine.enforce_authority(views);
  });
  warn_of_missing_fields(*index, settings_.fields);
}

shop::ProductFacts EngineCatalog::look_up(std::string_view sku) const {
  shop::ProductFacts facts{.sku = std::string(sku)};
  const auto known = indices();
  for (const es_api::IndexPtr& index : *known) {
    const auto state = index->state();
    const auto document = state->index == nullptr ? std::nullopt : state->index->get(sku);
    if (!document) continue;
    const CurrentValues values(*document, *state->mapping->schema());
    facts.exists = true;
    facts.title = values.text(settings_.fields.title);
    facts.price = price_of(values, settings_);
    facts.opening_stock = stock_of(values, settings_);
    break;
  }
  return facts;
}

void EngineCatalog::publish(std::span<const shop::LiveProduct> products) {
  truth_->record(products);
  std::vector<std::string_view> skus;
  skus.reserve(products.size());
  for (const shop::LiveProduct& product : products) skus.push_back(product.sku);
  const auto known = indices();
  for (const es_api::IndexPtr& index : *known) {
    const auto state = index->state();
    if (state->index != nullptr) state->index->enforce_authority(skus);
  }
}

}  // namespace aisle::server::shop_api
