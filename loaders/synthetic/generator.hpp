#pragma once
// START HERE for the synthetic catalog: `aisle generate --products N --seed S -o FILE`.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace aisle::loaders {

class World;

/// Makes products of a seed. Product `number` depends on nothing but the seed and its number, so that the first K
/// products of a larger catalog are the K-product catalog, and any range can be made by any thread.
///
/// Thread-safe once constructed (the world is constant). Construction takes some tens of milliseconds.
class CatalogGenerator {
 public:
  explicit CatalogGenerator(std::uint64_t seed);
  ~CatalogGenerator();
  CatalogGenerator(CatalogGenerator&&) noexcept;
  CatalogGenerator& operator=(CatalogGenerator&&) noexcept;

  /// Appends the product as one JSON object without a line end, about 1 KB. Its document id is its field "id".
  void append_json(std::uint64_t number, std::string& out) const;
  const World& world() const { return *world_; }

 private:
  std::unique_ptr<World> world_;
};

/// "P00000042": the id of product 42.
std::string product_id(std::uint64_t number);

struct GenerateOptions {
  std::uint64_t products = 100'000;
  std::uint64_t seed = 42;
  std::string output = "-";  ///< "-" is standard output
  /// Called now and then with the number of products written. May be empty.
  std::function<void(std::uint64_t)> on_progress;
};

/// Writes the catalog as NDJSON. A failed write is unavailable (a full disk leaves a partial file behind).
Status generate(const GenerateOptions& options);

/// The body of `PUT /{index}` that goes with generated catalogs.
std::string_view demo_mapping();

}  // namespace aisle::loaders
