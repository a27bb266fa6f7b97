#include "loaders/synthetic/product.hpp"

#include <algorithm>
#include <cmath>

#include "loaders/synthetic/invented_words.hpp"

namespace aisle::loaders {

namespace {

constexpr std::uint32_t kFirstDay = 18'628;  // 2021-01-01
constexpr std::uint32_t kDays = 1'980;       // to the summer of 2026
constexpr double kPriceSpread = 0.6;         // deviation of the price's logarithm
constexpr std::string_view kModelLetters = "ABCDEFGHKLMNPRSTVWXZ";

void draw_colors(const World& world, Random& random, Product& product) {
  product.colors.clear();
  if (!product.leaf->family->has_color) return;
  const int count = random.chance(75) ? 1 : random.between(2, 3);
  for (int i = 0; i < count; ++i) {
    const std::string* color = &world.draw_color(random);
    if (std::ranges::find(product.colors, color) == product.colors.end()) product.colors.push_back(color);
  }
}

void draw_attributes(Random& random, Product& product) {
  product.attributes.clear();
  for (const auto& kind : product.leaf->family->attributes)
    if (random.chance(85)) product.attributes.emplace_back(&kind.name, &World::draw_from(kind.values, random));
}

void draw_model(Random& random, Product& product) {
  product.model.clear();
  if (!random.chance(35)) return;
  for (int i = random.between(1, 3); i > 0; --i)
    product.model += kModelLetters[random.below(static_cast<std::uint32_t>(kModelLetters.size()))];
  if (random.chance(50)) product.model += '-';
  product.model += std::to_string(random.between(10, 9'999));
  if (random.chance(15)) product.model += random.chance(50) ? "X" : "S";
}

void draw_adjectives(Random& random, Product& product) {
  const auto& adjectives = product.leaf->family->adjectives;
  product.adjective = nullptr;
  const std::string* last = nullptr;
  for (int i = random.between(0, 2); i > 0; --i) {
    const std::string* adjective = &World::draw_from(adjectives, random);
    // "Running Running Shoes" is nobody's title.
    if (adjective == last || product.noun->find(*adjective) != std::string::npos) continue;
    if (!product.adjective) product.adjective = adjective;
    append_capitalized(*adjective, product.title);
    product.title += ' ';
    last = adjective;
  }
}

void make_title(const World& world, Random& random, Product& product) {
  auto& title = product.title;
  title = product.brand->name;
  title += ' ';
  if (random.chance(55)) (title += random.pick(product.brand->lines)) += ' ';
  if (!product.model.empty()) (title += product.model) += ' ';
  draw_adjectives(random, product);
  append_capitalized(*product.noun, title);
  if (random.chance(45)) (title += ' ') += world.draw_title_ending(random);
  for (const auto& [name, value] : product.attributes)
    if (random.chance(35)) (title += ", ") += *value;
  if (!product.colors.empty() && random.chance(55)) (title += ", ") += *product.colors.front();
}

std::uint32_t draw_price(const Leaf& leaf, Random& random) {
  const double price = std::max(1.0, leaf.typical_price * std::exp(kPriceSpread * random.normal()));
  const auto whole = static_cast<std::uint32_t>(price < 200 ? std::round(price) : std::round(price / 5) * 5) * 100;
  return random.chance(70) ? whole - 1 : random.chance(50) ? whole - 5 : whole;
}

// A Pareto law: most products have a handful of reviews, a few have tens of thousands.
void draw_reviews(Random& random, Product& product) {
  const double reach = std::pow(1.0 - random.uniform(), -1.0 / 0.75);
  product.review_count = random.chance(88) ? static_cast<std::uint32_t>(std::min(3.0 * reach, 400'000.0)) : 0;
  const double rating = 4.15 + 0.55 * random.normal();
  product.rating_tenths = product.review_count == 0 ? 0 : static_cast<std::uint32_t>(std::clamp(rating * 10.0 + 0.5, 10.0, 50.0));
}

std::uint32_t draw_inventory(Random& random) {
  if (random.chance(7)) return 0;
  return 1 + static_cast<std::uint32_t>(-120.0 * std::log(1.0 - random.uniform()));
}

}  // namespace

void make_product(const World& world, std::uint64_t number, Product& product) {
  Random random(world.seed(), 2 * number);
  product.number = number;
  product.leaf = &world.draw_leaf(random);
  product.brand = &world.draw_brand(*product.leaf, random);
  product.noun = &World::draw_from(product.leaf->nouns, random);
  draw_colors(world, random, product);
  draw_attributes(random, product);
  draw_model(random, product);
  make_title(world, random, product);
  product.price_minor = draw_price(*product.leaf, random);
  draw_reviews(random, product);
  product.inventory = draw_inventory(random);
  product.images = 1 + random.below(3);
  product.created_day = kFirstDay + random.below(kDays);
  product.created_minute = random.below(24 * 60);
}

}  // namespace aisle::loaders
