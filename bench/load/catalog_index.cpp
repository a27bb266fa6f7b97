#include "bench/load/catalog_index.hpp"

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/json/json_document.hpp"

namespace aisle::bench {
namespace {

constexpr std::uint64_t kBatch = 1'000;

std::optional<Error> first_error(const engine::WriteReport& report) {
  for (const auto& item : report.items) {
    if (!item) return item.error();
  }
  return std::nullopt;
}

}  // namespace

Result<std::unique_ptr<CatalogIndex>> CatalogIndex::load(const CatalogOptions& options) {
  const auto [products, seed, threads, directory] = options;
  std::unique_ptr<CatalogIndex> loaded(new CatalogIndex(seed));
  const Stopwatch watch;
  if (Status status = loaded->open(directory); !status) return std::move(status).error();
  if (loaded->index().statistics().live_docs == products) {
    loaded->load_seconds_ = watch.elapsed_seconds();
    return loaded;
  }
  const std::clock_t cpu_before = std::clock();
  std::vector<std::thread> workers;
  std::vector<Status> outcomes(threads);
  for (unsigned i = 0; i < threads; ++i) {
    workers.emplace_back([&, i] {
      outcomes[i] = loaded->load_range(products * i / threads, products * (i + 1) / threads);
    });
  }
  for (std::thread& worker : workers) worker.join();
  for (Status& outcome : outcomes) {
    if (!outcome) return std::move(outcome).error();
  }
  if (Status status = loaded->index().refresh(); !status) return std::move(status).error();
  loaded->load_seconds_ = watch.elapsed_seconds();
  loaded->load_cpu_seconds_ = static_cast<double>(std::clock() - cpu_before) / CLOCKS_PER_SEC;
  return loaded;
}

Status CatalogIndex::open(const std::filesystem::path& kept) {
  directory_ = kept;
  temporary_ = kept.empty();
  if (temporary_) {
    std::string pattern = (std::filesystem::temp_directory_path() / "aisle-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) return Error(ErrorCode::unavailable, "cannot make " + pattern);
    directory_ = pattern;
  }
  std::filesystem::create_directories(directory_);
  auto registry = server::es_api::IndexRegistry::open(directory_);
  if (!registry) return std::move(registry).error();
  registry_ = std::move(*registry);
  open_index_ = registry_->find("products");
  if (open_index_ == nullptr) {
    if (Status created = create_index(); !created) return created;
  }
  state_ = open_index_->state();
  return {};
}

Status CatalogIndex::create_index() {
  auto body = JsonDocument::parse(loaders::demo_mapping());
  if (!body) return std::move(body).error();
  const std::string settings_text = R"({"index":{"refresh_interval":"-1","translog":{"durability":"async"},"analysis":)" +
                                    std::string(body->root().find("settings")->find("analysis")->raw()) + "}}";
  auto settings = JsonDocument::parse(settings_text);
  if (!settings) return std::move(settings).error();
  const JsonValue settings_root = settings->root();
  const JsonValue mappings = *body->root().find("mappings");
  auto index = registry_->create({.name = "products", .settings = &settings_root, .mappings = &mappings, .aliases = {}});
  if (!index) return std::move(index).error();
  open_index_ = std::move(*index);
  return {};
}

Status CatalogIndex::load_range(std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t begin = first; begin < last; begin += kBatch) {
    std::vector<engine::WriteOperation> operations;
    for (std::uint64_t number = begin; number < std::min(begin + kBatch, last); ++number) {
      std::string source;
      catalog_.append_json(number, source);
      auto document = open_index_->parse_document(loaders::product_id(number), std::move(source));
      if (!document) return std::move(document).error();
      operations.emplace_back(engine::IndexOperation{std::move(*document), false, {}});
    }
    const engine::WriteReport report = state_->index->apply(std::move(operations));
    if (auto error = first_error(report)) return std::move(*error);
  }
  return {};
}

Status CatalogIndex::merge() {
  const Stopwatch watch;
  Status status = state_->index->force_merge(1);
  if (status) status = state_->index->refresh();
  merge_seconds_ = watch.elapsed_seconds();
  return status;
}

CatalogIndex::~CatalogIndex() {
  if (!temporary_ && state_ != nullptr) static_cast<void>(state_->index->checkpoint());
  state_.reset();
  open_index_.reset();
  registry_.reset();
  std::error_code ignored;
  if (temporary_ && !directory_.empty()) std::filesystem::remove_all(directory_, ignored);
}

}  // namespace aisle::bench
