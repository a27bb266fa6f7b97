#pragma once
// A generated catalog in an index of this process, loaded as the server loads it but for HTTP.

#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "engine/query/search_response.hpp"
#include "loaders/synthetic/generator.hpp"
#include "server/es_api/indices/index_registry.hpp"

namespace aisle::bench {

struct CatalogOptions {
  std::uint64_t products = 100'000;
  std::uint64_t seed = 1;
  unsigned threads = 2;
  /// Kept, and opened again when it holds an index already (of the same options: nobody checks). Empty: a temporary
  /// one, which goes with the CatalogIndex.
  std::filesystem::path directory = {};
};

class CatalogIndex {
 public:
  /// Generates, parses, logs (async durability), inverts and refreshes the products.
  static Result<std::unique_ptr<CatalogIndex>> load(const CatalogOptions& options);
  ~CatalogIndex();

  const loaders::CatalogGenerator& catalog() const { return catalog_; }
  engine::Index& index() const { return *state_->index; }
  engine::SearchTarget target() const { return {"products", state_->index->snapshot()}; }
  double load_seconds() const { return load_seconds_; }
  /// Processor time of all threads meanwhile; unlike the clock it hardly depends on what else the machine does.
  double load_cpu_seconds() const { return load_cpu_seconds_; }
  double merge_seconds() const { return merge_seconds_; }
  /// Merges into one segment.
  Status merge();

 private:
  explicit CatalogIndex(std::uint64_t seed) : catalog_(seed) {}
  Status open(const std::filesystem::path& kept);
  Status create_index();
  Status load_range(std::uint64_t first, std::uint64_t last);

  loaders::CatalogGenerator catalog_;
  std::filesystem::path directory_;
  bool temporary_ = true;
  std::unique_ptr<server::es_api::IndexRegistry> registry_;
  server::es_api::IndexPtr open_index_;
  std::shared_ptr<const server::es_api::IndexState> state_;
  double load_seconds_ = 0.0;
  double load_cpu_seconds_ = 0.0;
  double merge_seconds_ = 0.0;
};

}  // namespace aisle::bench
