#pragma once
// Products as a shop has them, for the benchmarks of the index: about 700 bytes, some 60 words of text, a title of
// eight words that is also indexed by the beginnings of its words (some 40 terms), brand, category, price, stock.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/index/document.hpp"
#include "engine/schema/schema.hpp"

namespace aisle::bench {

/// A product that owns the texts its document points into.
struct Product {
  std::string id;
  std::string title;
  std::string description;
  std::string brand;
  std::string category;
  double price = 0;
  std::int64_t stock = 0;
  std::string source;

  engine::Document document() const;
};

/// Fields by number: title, title.prefix, description, brand, category, price, stock.
std::shared_ptr<const engine::Schema> product_schema();
std::vector<Product> make_products(std::uint32_t count, std::uint64_t seed);

}  // namespace aisle::bench
