#include "engine/suggest/fuzzy_dictionary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "engine/suggest/edit_distance.hpp"
#include "engine/testing/test_catalog.hpp"

namespace aisle::engine {
namespace {

std::vector<testing::TestProduct> products_with_words(std::mt19937& random, std::set<std::string>& words) {
  std::vector<testing::TestProduct> products(3'000);
  for (std::size_t i = 0; i < products.size(); ++i) {
    std::string word;
    for (std::size_t n = 1 + random() % 9; n > 0; --n) word += static_cast<char>('a' + random() % 3);
    if (random() % 10 == 0) word += "\xC3\xA9";
    if (random() % 50 == 0) word.append(70, 'a');
    products[i].id = std::to_string(i);
    products[i].brand = word;
    words.insert(word);
  }
  return products;
}

TEST(FuzzyDictionary, FindsWhatTheDynamicProgrammeFinds) {
  std::mt19937 random(11);
  std::set<std::string> words;
  const auto snapshot = testing::make_snapshot(products_with_words(random, words), 1);
  const FieldId brand = testing::test_schema()->find("brand")->id;
  const FuzzyDictionary dictionary(*snapshot->segments()[0].segment->field_index(brand));
  for (int i = 0; i < 400; ++i) {
    std::string term;
    for (std::size_t n = 1 + random() % 8; n > 0; --n) term += static_cast<char>('a' + random() % 3);
    if (i % 20 == 0) term.append(66, 'a');
    const FuzzyPattern pattern{term, static_cast<std::uint32_t>(random() % 3), static_cast<std::uint32_t>(random() % 2),
                               random() % 2 == 0};
    std::set<std::string> wanted;
    for (const std::string& word : words) {
      const bool same_start = pattern.prefix_length == 0 || word[0] == term[0];
      const auto apart = edit_distance(code_points(term).substr(pattern.prefix_length),
                                       code_points(word).substr(pattern.prefix_length), pattern.transpositions);
      if (same_start && apart <= pattern.max_edits) wanted.insert(word);
    }
    std::vector<FuzzyMatch> found;
    dictionary.search(pattern, found);
    std::set<std::string> got;
    for (const FuzzyMatch& match : found) got.insert(match.term);
    ASSERT_EQ(got, wanted) << "seed 11, case " << i << ", " << term;
    ASSERT_EQ(found.size(), got.size());
  }
}

}  // namespace
}  // namespace aisle::engine
