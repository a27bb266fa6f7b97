#pragma once
// A catalog of NDJSON in an index of this process, loaded as the server loads it but for HTTP.

#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "engine/query/search_response.hpp"
#include "server/es_api/indices/index_registry.hpp"

namespace aisle::bench {

struct LoadOptions {
  std::filesystem::path catalog;  ///< NDJSON, a product a line, its document id in "id"
  std::filesystem::path mapping;  ///< body of PUT /{index}: settings and mappings
  std::filesystem::path directory;
  unsigned threads = 1;
  std::uint32_t merge_to = 1;  ///< segments; 0: as they came
};

struct LoadReport {
  double seconds = 0.0;  ///< until everything is searchable and on disk, without the merge
  double merge_seconds = 0.0;
};

/// Owns the registry and with it the index "products" of one data directory, which stays when this goes.
class ProductIndex {
 public:
  /// Makes the index anew; what was in the directory goes.
  static Result<std::unique_ptr<ProductIndex>> load(const LoadOptions& options, LoadReport& report);
  /// Opens what `load` left.
  static Result<std::unique_ptr<ProductIndex>> open(const std::filesystem::path& directory);
  ~ProductIndex();

  engine::Index& index() const { return *state_->index; }
  engine::SearchTarget target() const { return {"products", state_->index->snapshot()}; }
  server::es_api::OpenIndex& open_index() const { return *open_index_; }
  const std::filesystem::path& directory() const { return directory_; }

 private:
  explicit ProductIndex(std::filesystem::path directory) : directory_(std::move(directory)) {}
  Status open_registry();
  Status create(const std::filesystem::path& mapping);
  Status add_all(const std::filesystem::path& catalog, unsigned threads);

  std::filesystem::path directory_;
  std::unique_ptr<server::es_api::IndexRegistry> registry_;
  server::es_api::IndexPtr open_index_;
  std::shared_ptr<const server::es_api::IndexState> state_;
};

}  // namespace aisle::bench
