#include "server/es_application.hpp"

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

namespace aisle::server {
namespace {

using es_api::IndexRegistry;

class EsApplication final : public cli::Application {
 public:
  EsApplication(std::unique_ptr<IndexRegistry> registry, std::string publish_address)
      : registry_(std::move(registry)),
        context_{.registry = *registry_, .clock = clock_, .publish_address = std::move(publish_address)} {}

  void add_routes(http::Router& router) override {
    es_api::add_es_routes(router, context_);
    es_api::add_search_routes(router, *registry_);
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
    return lines;
  }

  Status close() override { return registry_->close(); }

 private:
  SystemClock clock_;
  std::unique_ptr<IndexRegistry> registry_;
  es_api::EsContext context_;
};

}  // namespace

Result<std::unique_ptr<cli::Application>> open_es_application(const config::ServeSettings& settings, Metrics&) {
  auto registry = IndexRegistry::open(settings.data_dir);
  if (!registry) return std::move(registry).error();
  for (const std::string& problem : (*registry)->report().problems) {
    log::warn("found on disk", {{"what", problem}});
  }
  const std::string address = fmt::format("{}:{}", settings.http.address, settings.http.port);
  return std::unique_ptr<cli::Application>(std::make_unique<EsApplication>(std::move(*registry), address));
}

}  // namespace aisle::server
