#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "base/hash.hpp"
#include "loaders/inference/mapping_inference.hpp"
#include "loaders/synthetic/generator.hpp"
#include "loaders/synthetic/random.hpp"
#include "loaders/synthetic/taxonomy.hpp"

namespace aisle::loaders {
namespace {

constexpr std::uint64_t kSeed = 42;

std::string catalog(std::uint64_t from, std::uint64_t to, std::uint64_t seed = kSeed) {
  const CatalogGenerator generator(seed);
  std::string text;
  for (auto i = from; i < to; ++i) {
    generator.append_json(i, text);
    text += '\n';
  }
  return text;
}

TEST(Generator, MakesTheSameBytesForEverAndAPrefixOfTheLarger) {
  const auto large = catalog(0, 2'000);
  EXPECT_EQ(large.substr(0, catalog(0, 500).size()), catalog(0, 500));
  EXPECT_TRUE(large.ends_with(catalog(1'990, 2'000)));
  EXPECT_NE(catalog(0, 10), catalog(0, 10, kSeed + 1));
}

TEST(Generator, WritesFilesOfWholeLines) {
  const auto path = std::filesystem::temp_directory_path() / ("aisle_generate_" + std::to_string(::getpid()));
  GenerateOptions options;
  options.products = 3'000;
  options.seed = kSeed;
  options.output = path.string();
  ASSERT_TRUE(generate(options));
  std::ifstream in(path, std::ios::binary);
  const std::string written{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(written, catalog(0, 3'000));
  std::filesystem::remove(path);
  options.output = "/nonexistent/catalog";
  EXPECT_FALSE(generate(options));
}

TEST(Generator, MakesProductsThatParseAndAreSkewedAsInAShop) {
  const CatalogGenerator generator(kSeed);
  simdjson::dom::parser parser;
  std::map<std::string, int> brands, leaves;
  std::set<std::string> titles;
  int bluetooth_headphones = 0, running_shoes = 0, sold_out = 0;
  constexpr int kProducts = 20'000;
  for (int i = 0; i < kProducts; ++i) {
    std::string json;
    generator.append_json(static_cast<std::uint64_t>(i), json);
    simdjson::dom::element product;
    ASSERT_EQ(parser.parse(json).get(product), simdjson::SUCCESS) << json;
    const std::string title(product["title"].get_string().value());
    EXPECT_EQ(product["id"].get_string().value(), product_id(static_cast<std::uint64_t>(i)));
    EXPECT_GT(product["price"].get_double().value(), 0.0);
    const double rating = product["rating"].get_double().value();
    EXPECT_TRUE(rating == 0.0 || (rating >= 1.0 && rating <= 5.0)) << rating;
    EXPECT_EQ(product["category_path"].get_array().value().size(), 3u);
    EXPECT_EQ(product["in_stock"].get_bool().value(), product["inventory"].get_int64().value() > 0);
    ++brands[std::string(product["brand"].get_string().value())];
    ++leaves[std::string(product["category"].get_string().value())];
    titles.insert(title);
    bluetooth_headphones += title.find("Bluetooth") != std::string::npos && title.find("Headphones") != std::string::npos;
    running_shoes += title.find("Running Shoes") != std::string::npos;
    sold_out += product["inventory"].get_int64().value() == 0;
  }
  EXPECT_GT(leaves.size(), taxonomy().leaves.size() * 9 / 10);
  EXPECT_GT(brands.size(), 1'000u);
  EXPECT_GT(std::ranges::max_element(brands, {}, [](const auto& brand) { return brand.second; })->second, 60);
  EXPECT_GT(titles.size(), kProducts * 95 / 100);
  EXPECT_GT(bluetooth_headphones, 3);
  EXPECT_GT(running_shoes, 20);
  EXPECT_GT(sold_out, kProducts * 5 / 100);
}

TEST(Generator, SellsInSomeHundredAndFiftyLeaves) {
  EXPECT_GE(taxonomy().leaves.size(), 150u);
  EXPECT_GE(taxonomy().departments.size(), 12u);
}

TEST(DemoMapping, IsJsonAndKnowsEveryFieldOfEveryProduct) {
  ASSERT_TRUE(is_json_object(demo_mapping()));
  simdjson::dom::parser mapping_parser, parser;
  const auto properties = mapping_parser.parse(std::string(demo_mapping()))["mappings"]["properties"];
  const CatalogGenerator generator(kSeed);
  for (std::uint64_t i = 0; i < 5'000; ++i) {
    std::string json;
    generator.append_json(i, json);
    for (const auto [key, value] : parser.parse(json).get_object()) {
      EXPECT_EQ(properties[key].error(), simdjson::SUCCESS) << key;
      if (key != "attributes") continue;
      for (const auto attribute : value.get_object())
        EXPECT_EQ(properties["attributes"]["properties"][attribute.key].error(), simdjson::SUCCESS) << attribute.key;
    }
  }
}

TEST(WeightedChoice, DrawsByWeight) {
  Random random(kSeed);
  const std::vector<double> weights = {1, 2, 4, 1};
  const WeightedChoice choice(weights);
  std::vector<int> drawn(4);
  for (int i = 0; i < 80'000; ++i) ++drawn[choice.draw(random)];
  for (std::size_t i = 0; i < weights.size(); ++i) EXPECT_NEAR(drawn[i], weights[i] * 10'000, 500) << i;
}

}  // namespace
}  // namespace aisle::loaders
