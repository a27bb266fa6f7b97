#include "server/application.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "loaders/progress.hpp"
#include "server/es_api/indices/index_registry.hpp"
#include "server/es_api/indices/routes.hpp"
#include "server/es_api/search/search_endpoints.hpp"
#include "server/log/log.hpp"
#include "server/shop_api/service/shop_service.hpp"

namespace aisle::server {
namespace {

using es_api::IndexRegistry;

class AisleApplication final : public cli::Application {
 public:
  AisleApplication(std::unique_ptr<IndexRegistry> registry, std::unique_ptr<shop_api::ShopService> shop, std::string publish_address)
      : registry_(std::move(registry)),
        shop_(std::move(shop)),
        context_{.registry = *registry_, .clock = clock_, .publish_address = std::move(publish_address)} {}

  void add_routes(http::Router& router) override {
    es_api::add_es_routes(router, context_);
    es_api::add_search_routes(router, *registry_);
    if (!shop_) return;
    shop_->add_routes(router);
    shop_->start();
  }

  void add_readiness_checks(http::Health& health) override {
    if (shop_) shop_->add_readiness_checks(health);
  }

  std::vector<std::string> banner_lines() const override {
    std::uint64_t documents = 0;
    for (const es_api::IndexPtr& index : registry_->all()) {
      const auto state = index->state();
      if (state->index) documents += state->index->statistics().live_docs;
    }
    const es_api::RegistryReport& report = registry_->report();
    std::vector<std::string> lines{fmt::format("catalog    {} documents in {} indices",
                                               loaders::group_digits(documents), report.indices)};
    if (report.operations_replayed > 0) {
      lines.push_back(fmt::format("recovered  {} operations from the log",
                                  loaders::group_digits(report.operations_replayed)));
    }
    if (!report.problems.empty()) {
      lines.push_back(fmt::format("damage     {} problems found on disk; see the log", report.problems.size()));
    }
    if (shop_) lines.push_back(shop_->banner_line());
    return lines;
  }

  void begin_drain() override {
    if (shop_) shop_->begin_drain();
  }

  Status close() override {
    if (shop_) shop_->close();
    return registry_->close();
  }

 private:
  SystemClock clock_;
  std::unique_ptr<IndexRegistry> registry_;
  std::unique_ptr<shop_api::ShopService> shop_;
  es_api::EsContext context_;
};

std::uint64_t index_memory(const IndexRegistry& registry, engine::MemoryPart part) {
  std::uint64_t bytes = 0;
  for (const es_api::IndexPtr& index : registry.all()) {
    const auto state = index->state();
    if (state->index) bytes += state->index->statistics().segment_parts[part];
  }
  return bytes;
}

/// The registry outlives the server that asks for metrics.
void sample_index_memory(Metrics& metrics, const IndexRegistry& registry) {
  for (std::size_t i = 0; i < engine::kMemoryPartCount; ++i) {
    const auto part = static_cast<engine::MemoryPart>(i);
    metrics.sample(Metrics::Kind::gauge, "aisle_index_memory_bytes", "Memory of searchable segments, by what it holds.",
                   {{"part", std::string(engine::to_string(part))}},
                   [&registry, part] { return static_cast<double>(index_memory(registry, part)); });
  }
}

}  // namespace

Result<std::unique_ptr<cli::Application>> open_application(const config::ServeSettings& settings, Metrics& metrics) {
  auto registry = IndexRegistry::open(settings.data_dir);
  if (!registry) return std::move(registry).error();
  for (const std::string& problem : (*registry)->report().problems) {
    log::warn("found on disk", {{"what", problem}});
  }
  sample_index_memory(metrics, **registry);
  std::unique_ptr<shop_api::ShopService> shop;
  if (settings.shop.enabled) {
    auto opened = shop_api::ShopService::open(settings, **registry, metrics);
    if (!opened) return std::move(opened).error();
    shop = *std::move(opened);
  }
  const std::string address = fmt::format("{}:{}", settings.http.address, settings.http.port);
  return std::unique_ptr<cli::Application>(std::make_unique<AisleApplication>(std::move(*registry), std::move(shop), address));
}

}  // namespace aisle::server
