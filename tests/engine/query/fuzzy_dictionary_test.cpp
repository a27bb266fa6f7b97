#include "engine/suggest/fuzzy_dictionary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <random>
#include <set>

#include "engine/suggest/edit_distance.hpp"
#include "engine/testing/test_catalog.hpp"

namespace aisle::engine {
namespace {

/// Words of few letters, so that there are many neighbours; with digits, letters outside ASCII, and longer than patterns
/// have bits.
std::vector<testing::TestProduct> products_with_words(std::mt19937& random, std::size_t count,
                                                      std::set<std::string>& words) {
  std::vector<testing::TestProduct> products(count);
  for (std::size_t i = 0; i < products.size(); ++i) {
    std::string word;
    for (std::size_t n = 1 + random() % 9; n > 0; --n) word += static_cast<char>('a' + random() % 3);
    if (random() % 10 == 0) word += "\xC3\xA9";
    if (random() % 8 == 0) word += std::to_string(random() % 300);
    if (random() % 50 == 0) word.append(60 + random() % 30, 'a');
    products[i].id = std::to_string(i);
    products[i].brand = word;
    words.insert(word);
  }
  return products;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}
std::string with_accents(const std::string& text) { return replaced(text, "E", "\xC3\xA9"); }

std::string misspelt(std::mt19937& random, const std::string& original) {
  std::string word = replaced(original, "\xC3\xA9", "E");  // a byte a letter, so that edits are of letters
  for (std::size_t edits = random() % 4; edits > 0; --edits) {
    const std::size_t at = random() % (word.size() + 1);
    const char letter = "abcxE7"[random() % 6];
    switch (random() % 4) {
      case 0: word.insert(at, 1, letter); break;
      case 1: word.erase(std::min(at, word.size() - 1), 1); break;
      case 2: word[std::min(at, word.size() - 1)] = letter; break;
      default:
        if (at + 1 < word.size()) std::swap(word[at], word[at + 1]);
    }
    if (word.empty()) word = "a";
  }
  return with_accents(word);
}

std::vector<FuzzyMatch> obvious_matches(const std::set<std::string>& words, const FuzzyPattern& pattern) {
  std::vector<FuzzyMatch> matches;
  const std::u32string term = code_points(pattern.term);
  const std::size_t prefix = std::min<std::size_t>(pattern.prefix_length, term.size());
  for (const std::string& word : words) {
    const std::u32string points = code_points(word);
    if (points.substr(0, prefix) != term.substr(0, prefix)) continue;
    const auto edits = edit_distance(term.substr(prefix), points.substr(prefix), pattern.transpositions);
    if (edits > pattern.max_edits) continue;
    const auto shorter = static_cast<float>(std::min(term.size(), points.size()));
    matches.push_back({word, edits == 0 ? 1.0F : std::max(0.0F, 1.0F - static_cast<float>(edits) / shorter)});
  }
  return matches;
}

std::vector<FuzzyMatch> sorted(std::vector<FuzzyMatch> matches, std::size_t limit) {
  std::sort(matches.begin(), matches.end(), better_match);
  if (matches.size() > limit) matches.erase(matches.begin() + static_cast<std::ptrdiff_t>(limit), matches.end());
  return matches;
}

void expect_same(const std::vector<FuzzyMatch>& got, const std::vector<FuzzyMatch>& wanted, const std::string& what) {
  ASSERT_EQ(got.size(), wanted.size()) << what;
  for (std::size_t i = 0; i < got.size(); ++i) {
    ASSERT_EQ(got[i].term, wanted[i].term) << what << ", rank " << i;
    ASSERT_EQ(got[i].boost, wanted[i].boost) << what << ", rank " << i;
  }
}

class FuzzyDictionaryOfSize : public ::testing::TestWithParam<std::size_t> {};

TEST_P(FuzzyDictionaryOfSize, FindsTheBestThatTheDynamicProgrammeFinds) {
  std::mt19937 random(11);
  std::set<std::string> words;
  const auto snapshot = testing::make_snapshot(products_with_words(random, GetParam(), words), 1);
  const FieldId brand = testing::test_schema()->find("brand")->id;
  const Segment& segment = *snapshot->segments()[0].segment;
  const FuzzyDictionary dictionary(*segment.field_index(brand));
  const std::vector<std::string> some(words.begin(), words.end());
  for (int i = 0; i < 600; ++i) {
    const std::string term = misspelt(random, some[random() % some.size()]);
    const FuzzyPattern pattern{term, static_cast<std::uint32_t>(random() % 3), static_cast<std::uint32_t>(random() % 3),
                               random() % 2 == 0};
    const std::size_t limit = random() % 3 == 0 ? words.size() : 1 + random() % 60;
    const std::string what = "seed 11, case " + std::to_string(i) + ", " + term;
    const std::vector<FuzzyMatch> wanted = sorted(obvious_matches(words, pattern), limit);
    BestMatches laid_out(limit);
    dictionary.search(pattern, laid_out);
    expect_same(sorted(laid_out.take(), limit), wanted, what);
    BestMatches searched(limit);
    fuzzy_search(segment, brand, pattern, searched);
    expect_same(sorted(searched.take(), limit), wanted, what);
  }
  EXPECT_GT(segment.derived().memory_bytes(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Words, FuzzyDictionaryOfSize, ::testing::Values(100, 900, 6'000));

TEST(FuzzyDictionary, CountsWhatLettersLack) {
  std::mt19937_64 random(5);
  std::vector<std::uint64_t> sets(1'337);
  for (std::uint64_t& set : sets) set = random() & random() & ((std::uint64_t{1} << kLetterBits) - 1);
  const LetterSlices slices(sets);
  for (int i = 0; i < 300; ++i) {
    const std::uint64_t wanted = random() & random() & random() & ((std::uint64_t{1} << kLetterBits) - 1);
    for (std::uint32_t missing = 0; missing <= LetterSlices::kMaxMissing; ++missing) {
      std::vector<std::uint32_t> obvious;
      for (std::uint32_t n = 0; n < sets.size(); ++n) {
        if (static_cast<std::uint32_t>(std::popcount(wanted & ~sets[n])) <= missing) obvious.push_back(n);
      }
      std::vector<std::uint32_t> found;
      slices.find(wanted, missing, found);
      ASSERT_EQ(found, obvious) << i;
    }
  }
}

}  // namespace
}  // namespace aisle::engine
