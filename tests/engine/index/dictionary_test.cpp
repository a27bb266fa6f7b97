#include "engine/index/dictionary/dictionary.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <set>

namespace aisle::engine {
namespace {

/// A dictionary with the bytes it views.
class WrittenDictionary {
 public:
  explicit WrittenDictionary(const std::set<std::string>& terms) {
    for (const std::string& term : terms) writer_.add(term);
    offsets_ = writer_.finish_offsets();
    slots_ = writer_.slots();
    parts_ = {writer_.block_keys(), offsets_, writer_.bytes(), slots_, writer_.term_count()};
  }
  const Dictionary::Parts& parts() const { return parts_; }
  Dictionary open() const { return Dictionary(parts_); }

 private:
  DictionaryWriter writer_;
  std::vector<std::uint64_t> offsets_;
  std::vector<std::uint32_t> slots_;
  Dictionary::Parts parts_;
};

/// Terms of few different bytes, so that they share much; the least and the greatest byte among them.
std::set<std::string> random_terms(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::set<std::string> terms;
  while (terms.size() < count) {
    std::string term(random() % 14, '\0');
    for (char& c : term) c = "\x00\xFF" "ab"[random() % 4];
    terms.insert(term);
  }
  return terms;
}

std::uint32_t rank_of(const std::set<std::string>& terms, const std::string& wanted) {
  return static_cast<std::uint32_t>(std::distance(terms.begin(), terms.lower_bound(wanted)));
}

TEST(Dictionary, AgreesWithASortedSet) {
  for (const std::size_t count : {1U, 15U, 16U, 17U, 33U, 2000U}) {
    SCOPED_TRACE("terms, seed: " + std::to_string(count));
    const std::set<std::string> terms = random_terms(count, count);
    const WrittenDictionary written(terms);
    ASSERT_EQ(Dictionary::find_fault(written.parts()), nullptr);
    const Dictionary dictionary = written.open();
    std::set<std::string> asked = random_terms(500, count + 1);
    asked.insert(terms.begin(), terms.end());
    for (const std::string& term : asked) {
      const std::uint32_t rank = rank_of(terms, term);
      ASSERT_EQ(dictionary.lower_bound(term), rank);
      ASSERT_EQ(dictionary.find(term), terms.contains(term) ? std::optional(TermId{rank}) : std::nullopt);
      const auto [first, last] = dictionary.prefix_range(term);
      std::uint32_t end = rank;
      for (auto it = terms.lower_bound(term); it != terms.end() && it->starts_with(term); ++it) ++end;
      ASSERT_EQ(std::pair(first, last), std::pair(rank, end));
    }
  }
}

TEST(Dictionary, WalksAnyRangeInOrder) {
  const std::set<std::string> terms = random_terms(300, 9);
  const WrittenDictionary written(terms);
  const Dictionary dictionary = written.open();
  const std::vector<std::string> sorted(terms.begin(), terms.end());
  for (std::uint32_t first = 0; first < 300; first += 7) {
    std::uint32_t next = first;
    dictionary.for_each(first, std::min(300U, first + 40), [&](TermId number, std::string_view term) {
      EXPECT_EQ(index_of(number), next);
      EXPECT_EQ(term, sorted[next++]);
      return true;
    });
    EXPECT_EQ(next, std::min(300U, first + 40));
  }
  std::uint32_t next = 0;
  for (TermWalk walk(dictionary); !walk.done(); walk.next()) EXPECT_EQ(walk.term(), sorted[next++]);
  EXPECT_EQ(next, 300U);
}

TEST(Dictionary, StopsTheWalkWhenTold) {
  const WrittenDictionary written(random_terms(100, 9));
  std::uint32_t seen = 0;
  written.open().for_each(0, 100, [&](TermId, std::string_view) { return ++seen < 5; });
  EXPECT_EQ(seen, 5U);
}

TEST(Dictionary, HoldsTermsOfTheGreatestLength) {
  const std::string longest(kMaxTermBytes, 'x');
  const WrittenDictionary written({std::string(300, 'x'), longest.substr(1), longest});
  ASSERT_EQ(Dictionary::find_fault(written.parts()), nullptr);
  EXPECT_EQ(written.open().find(longest), TermId{2});
  std::string term;
  written.open().term(TermId{2}, term);
  EXPECT_EQ(term, longest);
}

TEST(Dictionary, IsEmptyWithoutTerms) {
  const WrittenDictionary written({});
  ASSERT_EQ(Dictionary::find_fault(written.parts()), nullptr);
  const Dictionary dictionary = written.open();
  EXPECT_FALSE(dictionary.find("").has_value());
  EXPECT_EQ(dictionary.lower_bound("a"), 0U);
  EXPECT_EQ(dictionary.prefix_range(""), std::pair(0U, 0U));
  EXPECT_TRUE(TermWalk(dictionary).done());
}

}  // namespace
}  // namespace aisle::engine
