#pragma once
// What all products of one seed share: brands, their product lines, the vocabulary, who sells what how often.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "loaders/synthetic/random.hpp"
#include "loaders/synthetic/taxonomy.hpp"

namespace aisle::loaders {

struct Brand {
  std::string name;
  std::vector<std::string> lines;  ///< product lines: "Aurelio", "Vent"
};

/// Constant after construction; thread-safe.
class World {
 public:
  explicit World(std::uint64_t seed);

  std::uint64_t seed() const { return seed_; }
  const Leaf& draw_leaf(Random& random) const { return taxonomy().leaves[leaf_order_[leaf_choice_.draw(random)]]; }
  const Brand& draw_brand(const Leaf& leaf, Random& random) const;
  const std::string& draw_color(Random& random) const { return colors_[color_choice_.draw(random)]; }
  const std::string& draw_title_ending(Random& random) const { return endings_[ending_choice_.draw(random)]; }
  const std::string& draw_word(Random& random) const { return vocabulary_[word_choice_.draw(random)]; }
  /// One of a short list whose first entries are the commonest.
  static const std::string& draw_from(const std::vector<std::string>& values, Random& random);

 private:
  void make_brands(Random& random);
  void make_department_brands(Random& random);
  void make_vocabulary(Random& random);

  const std::uint64_t seed_;
  std::vector<std::uint32_t> leaf_order_;  ///< the best selling leaf first
  WeightedChoice leaf_choice_;
  std::vector<Brand> brands_;
  std::vector<std::vector<std::uint32_t>> department_brands_;  ///< the best selling brand first
  WeightedChoice brand_choice_;
  std::vector<std::string> colors_, endings_, vocabulary_;
  WeightedChoice color_choice_, ending_choice_, word_choice_;
};

}  // namespace aisle::loaders
