#include "engine/aggregate/regex/lucene_regex.hpp"

#include <gtest/gtest.h>

#include <random>
#include <regex>
#include <string>

namespace aisle::engine {
namespace {

bool matches(std::string_view pattern, std::string_view text) {
  Result<LuceneRegex> regex = LuceneRegex::compile(pattern);
  EXPECT_TRUE(regex.ok()) << pattern;
  return regex.ok() && regex->matches(text);
}

TEST(LuceneRegex, MatchesWholeTermsOnly) {
  EXPECT_TRUE(matches("ni.e", "nike"));
  EXPECT_FALSE(matches("ni.e", "nikes"));
  EXPECT_FALSE(matches("ik", "nike"));
  EXPECT_TRUE(matches("", ""));
  EXPECT_FALSE(matches("", "a"));
}

TEST(LuceneRegex, ReadsFacetSearchPatternsOfStorefronts) {
  EXPECT_TRUE(matches("([a-zA-Z]+ )+?[nN][iI][kK].*", "Air Nike Pro"));
  EXPECT_FALSE(matches("([a-zA-Z]+ )+?[nN][iI][kK].*", "Adidas"));
  EXPECT_TRUE(matches(".*\"cam\".*", "webcamera"));
  EXPECT_TRUE(matches("\"a.b|c\"", "a.b|c"));
  EXPECT_FALSE(matches("\"a.b\"", "axb"));
}

TEST(LuceneRegex, CountsRepetitions) {
  EXPECT_TRUE(matches("a{2,3}", "aaa"));
  EXPECT_FALSE(matches("a{2,3}", "aaaa"));
  EXPECT_TRUE(matches("a{2,}", "aaaaaa"));
  EXPECT_FALSE(matches("a{2}", "a"));
  EXPECT_TRUE(matches("(ab)?c", "c"));
}

TEST(LuceneRegex, UnderstandsClassesNegationAndEscapes) {
  EXPECT_TRUE(matches("[^0-9]+", "abc"));
  EXPECT_FALSE(matches("[^0-9]+", "ab1"));
  EXPECT_TRUE(matches("\\d{3}-\\w", "123-x"));
  EXPECT_TRUE(matches("a\\.b", "a.b"));
  EXPECT_FALSE(matches("a\\.b", "axb"));
  EXPECT_TRUE(matches("[a\\-z]", "-"));
  EXPECT_TRUE(matches("@", "anything"));
  EXPECT_FALSE(matches("#", ""));
  EXPECT_TRUE(matches("^a$", "^a$")) << "anchors are letters in Lucene";
}

TEST(LuceneRegex, TakesCodePointsNotBytes) {
  EXPECT_TRUE(matches("caf.", "café"));
  EXPECT_TRUE(matches("[é-ê]", "é"));
  EXPECT_FALSE(matches("..", "é"));
}

TEST(LuceneRegex, RefusesWhatItCannotRead) {
  for (const char* pattern : {"(a", "[a", "a{", "a{2", "a{3,2}", "~a", "a&b", "<1-9>", "\"a", "a)", "[z-a]"}) {
    EXPECT_FALSE(LuceneRegex::compile(pattern).ok()) << pattern;
  }
  EXPECT_FALSE(LuceneRegex::compile(std::string(1'001, 'a')).ok());
}

TEST(LuceneRegex, RefusesPatternsThatGrowBeyondBounds) {
  EXPECT_FALSE(LuceneRegex::compile("(((a{100}){100}){100}){100}").ok());
  EXPECT_TRUE(LuceneRegex::compile("(((((){9999}){9999}){9999}){9999}){9999}").ok()) << "the empty text, often";
  EXPECT_FALSE(LuceneRegex::compile(std::string(500, '(')).ok());
}

TEST(LuceneRegex, StaysBoundedOnAmbiguousPatterns) {
  EXPECT_FALSE(matches("(a|a)*(a|aa)*(a*)*b", std::string(5'000, 'a')));
  EXPECT_TRUE(matches(".*a.{12}", std::string(3'000, 'b') + "a" + std::string(12, 'c')));
}

TEST(LuceneRegex, AgreesWithABacktrackingMatcher) {
  constexpr unsigned kSeed = 20261122;
  std::mt19937 random(kSeed);
  const std::string pieces[] = {"a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab|c)", "c"};
  const std::string repeats[] = {"", "", "?", "*", "+", "{2}", "{1,3}"};
  for (int round = 0; round < 300; ++round) {
    std::string pattern;
    for (unsigned i = 0; i < 1 + random() % 4; ++i) pattern += pieces[random() % 8] + repeats[random() % 7];
    Result<LuceneRegex> regex = LuceneRegex::compile(pattern);
    ASSERT_TRUE(regex.ok()) << pattern;
    const std::regex twin(pattern, std::regex::ECMAScript);
    for (int i = 0; i < 30; ++i) {
      std::string text;
      for (unsigned k = 0; k < random() % 7; ++k) text += static_cast<char>('a' + random() % 3);
      EXPECT_EQ(regex->matches(text), std::regex_match(text, twin)) << pattern << " on " << text << ", seed " << kSeed;
    }
  }
}

}  // namespace
}  // namespace aisle::engine
