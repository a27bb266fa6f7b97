#include "loaders/synthetic/world.hpp"

#include <numeric>

#include "loaders/synthetic/invented_words.hpp"
#include "loaders/synthetic/word_lists.hpp"

namespace aisle::loaders {

namespace {

constexpr std::size_t kBrands = 3'500;
constexpr std::size_t kBrandsPerDepartment = 420;
constexpr std::size_t kInventedWords = 45'000;
// Streams of one seed that are not a product's number.
constexpr std::uint64_t kBrandStream = ~std::uint64_t{0};
constexpr std::uint64_t kWordStream = kBrandStream - 1;
constexpr std::uint64_t kLeafStream = kBrandStream - 2;

template <class T>
void shuffle(std::vector<T>& values, Random& random) {
  for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[random.below(static_cast<std::uint32_t>(i))]);
}

std::vector<std::uint32_t> first_numbers(std::size_t count) {
  std::vector<std::uint32_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0u);
  return numbers;
}

}  // namespace

World::World(std::uint64_t seed) : seed_(seed), colors_(parts_of(kColors)), endings_(parts_of(kTitleEndings)) {
  Random leaves(seed, kLeafStream), brands(seed, kBrandStream), words(seed, kWordStream);
  leaf_order_ = first_numbers(taxonomy().leaves.size());
  shuffle(leaf_order_, leaves);
  leaf_choice_ = WeightedChoice::zipf(leaf_order_.size(), 0.8, 3.0);
  make_brands(brands);
  make_department_brands(brands);
  make_vocabulary(words);
  color_choice_ = WeightedChoice::zipf(colors_.size(), 0.9, 1.0);
  ending_choice_ = WeightedChoice::zipf(endings_.size(), 0.7, 2.0);
}

void World::make_brands(Random& random) {
  WordInventor inventor(random);
  const auto endings = parts_of(kBrandEndings);
  brands_.reserve(kBrands);
  while (brands_.size() < kBrands) {
    Brand brand{capitalize(inventor.invent()), {}};
    if (random.chance(20)) brand.name += ' ' + random.pick(endings);
    for (int i = random.between(3, 10); i > 0; --i) brand.lines.push_back(capitalize(inventor.invent()));
    brands_.push_back(std::move(brand));
  }
}

void World::make_department_brands(Random& random) {
  for (std::size_t i = 0; i < taxonomy().departments.size(); ++i) {
    auto sellers = first_numbers(kBrands);
    shuffle(sellers, random);
    sellers.resize(kBrandsPerDepartment);
    department_brands_.push_back(std::move(sellers));
  }
  brand_choice_ = WeightedChoice::zipf(kBrandsPerDepartment, 0.95, 2.0);
}

void World::make_vocabulary(Random& random) {
  vocabulary_ = words_of(kCommonWords);
  WordInventor inventor(random);
  for (const auto& word : vocabulary_) inventor.forbid(word);
  while (vocabulary_.size() < kInventedWords) vocabulary_.push_back(inventor.invent());
  word_choice_ = WeightedChoice::zipf(vocabulary_.size(), 1.08, 2.7);
}

const Brand& World::draw_brand(const Leaf& leaf, Random& random) const {
  return brands_[department_brands_[leaf.department_number][brand_choice_.draw(random)]];
}

// The square of a uniform number leans towards the front of the list.
const std::string& World::draw_from(const std::vector<std::string>& values, Random& random) {
  const auto u = static_cast<std::uint64_t>(random.below(1u << 16));
  return values[static_cast<std::size_t>((u * u * values.size()) >> 32)];
}

}  // namespace aisle::loaders
