#pragma once
// One synthetic product, before it is written as JSON.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loaders/synthetic/world.hpp"

namespace aisle::loaders {

/// Points into the world. An object can be made again and again; that saves its allocations.
struct Product {
  std::uint64_t number = 0;
  const Leaf* leaf = nullptr;
  const Brand* brand = nullptr;
  const std::string* noun = nullptr;
  const std::string* adjective = nullptr;  ///< the title's first, if it has one
  std::vector<const std::string*> colors;  ///< none for food, medicine and books
  std::vector<std::pair<const std::string*, const std::string*>> attributes;  ///< name, value
  std::string title;
  std::string model;  ///< empty for most
  std::uint32_t price_minor = 0;
  std::uint32_t rating_tenths = 0;  ///< 0: nobody has rated it
  std::uint32_t review_count = 0;   ///< heavy-tailed: a popularity
  std::uint32_t inventory = 0;
  std::uint32_t images = 1;
  std::uint32_t created_day = 0;     ///< since 1970-01-01
  std::uint32_t created_minute = 0;  ///< of that day
};

/// Fills `product` with number `number` of the world.
void make_product(const World& world, std::uint64_t number, Product& product);

/// Appends the product as one line of JSON without its end, its description drawn on the way.
void append_product_json(const World& world, const Product& product, std::string& out);

}  // namespace aisle::loaders
