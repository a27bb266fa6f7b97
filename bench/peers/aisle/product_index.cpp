#include "bench/peers/aisle/product_index.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/json/json_document.hpp"
#include "bench/load/catalog_lines.hpp"

namespace aisle::bench {
namespace {

constexpr std::size_t kBatch = 1'000;

Error failed(std::string what, const std::filesystem::path& path) {
  return Error(ErrorCode::unavailable, std::move(what) + " " + path.string());
}

Status add_lines(CatalogLines& catalog, server::es_api::OpenIndex& target, engine::Index& index) {
  for (auto lines = catalog.take(kBatch); !lines.empty(); lines = catalog.take(kBatch)) {
    std::vector<engine::WriteOperation> operations;
    operations.reserve(lines.size());
    for (std::string& line : lines) {
      std::string id = line_id(line, 0);
      auto document = target.parse_document(std::move(id), std::move(line));
      if (!document) return std::move(document).error();
      operations.emplace_back(engine::IndexOperation{std::move(*document), false, {}});
    }
    const engine::WriteReport report = index.apply(std::move(operations));
    for (const auto& item : report.items) {
      if (!item) return item.error();
    }
  }
  return {};
}

/// The settings of a body of PUT /{index}, with those that a load from scratch wants.
std::string loading_settings(const JsonValue& body) {
  std::string settings = R"({"index":{"refresh_interval":"-1","translog":{"durability":"async"}})";
  if (const auto given = body.find("settings")) {
    for (const JsonMember& member : given->members()) {
      if (member.name == "index") continue;
      settings.append(",\"").append(member.name).append("\":").append(member.value.raw());
    }
  }
  return settings + "}";
}

}  // namespace

Result<std::unique_ptr<ProductIndex>> ProductIndex::load(const LoadOptions& options, LoadReport& report) {
  std::error_code ignored;
  std::filesystem::remove_all(options.directory, ignored);
  std::filesystem::create_directories(options.directory, ignored);
  std::unique_ptr<ProductIndex> made(new ProductIndex(options.directory));
  Status status = made->open_registry();
  if (status) status = made->create(options.mapping);
  if (!status) return std::move(status).error();
  const Stopwatch loading;
  status = made->add_all(options.catalog, options.threads);
  if (status) status = made->index().refresh();
  if (status) status = made->index().checkpoint();
  if (!status) return std::move(status).error();
  report.seconds = loading.elapsed_seconds();
  const Stopwatch merging;
  if (options.merge_to > 0) {
    status = made->index().force_merge(options.merge_to);
    if (status) status = made->index().refresh();
    if (status) status = made->index().checkpoint();
    if (!status) return std::move(status).error();
  }
  report.merge_seconds = merging.elapsed_seconds();
  return made;
}

Result<std::unique_ptr<ProductIndex>> ProductIndex::open(const std::filesystem::path& directory) {
  std::unique_ptr<ProductIndex> opened(new ProductIndex(directory));
  if (Status status = opened->open_registry(); !status) return std::move(status).error();
  opened->open_index_ = opened->registry_->find("products");
  if (opened->open_index_ == nullptr) return failed("no index in", directory);
  opened->state_ = opened->open_index_->state();
  return opened;
}

Status ProductIndex::open_registry() {
  auto registry = server::es_api::IndexRegistry::open(directory_);
  if (!registry) return std::move(registry).error();
  registry_ = std::move(*registry);
  return {};
}

Status ProductIndex::create(const std::filesystem::path& mapping) {
  std::ifstream in(mapping);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  auto body = JsonDocument::parse(text);
  if (!body) return failed(body.error().message + " in", mapping);
  const std::string settings_text = loading_settings(body->root());
  auto settings = JsonDocument::parse(settings_text);
  if (!settings) return std::move(settings).error();
  const JsonValue settings_root = settings->root();
  const auto mappings = body->root().find("mappings");
  if (!mappings) return failed("no mappings in", mapping);
  auto index = registry_->create({.name = "products", .settings = &settings_root, .mappings = &*mappings, .aliases = {}});
  if (!index) return std::move(index).error();
  open_index_ = std::move(*index);
  state_ = open_index_->state();
  return {};
}

Status ProductIndex::add_all(const std::filesystem::path& catalog, unsigned threads) {
  CatalogLines lines(catalog);
  if (!lines.is_open()) return failed("cannot read", catalog);
  std::vector<Status> outcomes(threads);
  {
    std::vector<std::jthread> workers;
    for (Status& outcome : outcomes) {
      workers.emplace_back([&] { outcome = add_lines(lines, *open_index_, *state_->index); });
    }
  }
  for (Status& outcome : outcomes) {
    if (!outcome) return std::move(outcome);
  }
  return {};
}

ProductIndex::~ProductIndex() {
  state_.reset();
  open_index_.reset();
  if (registry_ != nullptr) static_cast<void>(registry_->close());
}

}  // namespace aisle::bench
