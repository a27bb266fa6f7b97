// Elasticsearch's documented examples of the tokenizers, and what they leave open.

#include "tests/analyzers/analysis_testing.hpp"

namespace aisle::analyzers {
namespace {

constexpr std::string_view kFoxes = "The 2 QUICK Brown-Foxes jumped over the lazy dog's bone.";

TEST(WhitespaceTokenizer, CutsAtWhiteSpaceOnly) {
  EXPECT_EQ(terms(*chain(part("whitespace")), kFoxes),
            (Strings{"The", "2", "QUICK", "Brown-Foxes", "jumped", "over", "the", "lazy", "dog's", "bone."}));
}

TEST(WhitespaceTokenizer, DoesNotCutAtANoBreakSpace) {
  EXPECT_EQ(terms(*chain(part("whitespace")), "10\u00A0kg of\u2003flour"),
            (Strings{"10\u00A0kg", "of", "flour"}));
}

TEST(WhitespaceTokenizer, CutsWordsThatAreTooLong) {
  EXPECT_EQ(terms(*chain(part("whitespace", {{"max_token_length", {"3"}}})), "abcdefg hi"),
            (Strings{"abc", "def", "g", "hi"}));
}

TEST(LetterTokenizer, KeepsRunsOfLetters) {
  EXPECT_EQ(terms(*chain(part("letter")), kFoxes),
            (Strings{"The", "QUICK", "Brown", "Foxes", "jumped", "over", "the", "lazy", "dog", "s", "bone"}));
}

TEST(LowercaseTokenizer, IsTheLetterTokenizerInLowerCase) {
  EXPECT_EQ(terms(*chain(part("lowercase")), "The 2 QUICK Élan"), (Strings{"the", "quick", "élan"}));
}

TEST(KeywordTokenizer, TakesTheWholeText) {
  EXPECT_EQ(described(*chain(part("keyword")), "New York"), (Strings{"New York[0-8]@0"}));
  EXPECT_TRUE(terms(*chain(part("keyword")), "").empty());
}

TEST(NgramTokenizer, CutsOneAndTwoCharactersByDefault) {
  EXPECT_EQ(
      terms(*chain(part("ngram")), "Quick Fox"),
      (Strings{"Q", "Qu", "u", "ui", "i", "ic", "c", "ck", "k", "k ", " ", " F", "F", "Fo", "o", "ox", "x"}));
}

TEST(NgramTokenizer, KeepsLettersAndDigitsOnDemand) {
  auto analyzer =
      chain(part("ngram", {{"min_gram", {"3"}}, {"max_gram", {"3"}}, {"token_chars", {"letter", "digit"}}}));
  EXPECT_EQ(described(*analyzer, "2 Quick Foxes."), (Strings{"Qui[2-5]@0", "uic[3-6]@1", "ick[4-7]@2",
                                                             "Fox[8-11]@3", "oxe[9-12]@4", "xes[10-13]@5"}));
}

TEST(NgramTokenizer, KeepsCustomCharacters) {
  auto analyzer = chain(part("ngram", {{"min_gram", {"2"}},
                                       {"max_gram", {"2"}},
                                       {"token_chars", {"letter", "custom"}},
                                       {"custom_token_chars", {"+-"}}}));
  EXPECT_EQ(terms(*analyzer, "c++ 1-2"), (Strings{"c+", "++"}));
}

TEST(EdgeNgramTokenizer, CutsTheBeginningOfTheText) {
  EXPECT_EQ(terms(*chain(part("edge_ngram")), "Quick Fox"), (Strings{"Q", "Qu"}));
}

TEST(EdgeNgramTokenizer, CutsTheBeginningOfEachWordForAutocomplete) {
  auto analyzer = chain(
      part("edge_ngram", {{"min_gram", {"2"}}, {"max_gram", {"10"}}, {"token_chars", {"letter", "digit"}}}));
  EXPECT_EQ(terms(*analyzer, "2 Quick Foxes."),
            (Strings{"Qu", "Qui", "Quic", "Quick", "Fo", "Fox", "Foxe", "Foxes"}));
}

TEST(EdgeNgramTokenizer, CountsCharactersNotBytes) {
  EXPECT_EQ(terms(*chain(part("edge_ngram", {{"min_gram", {"1"}}, {"max_gram", {"3"}}})), "é😀b"),
            (Strings{"é", "é😀", "é😀b"}));
}

TEST(PathHierarchyTokenizer, GivesAPathAndItsParents) {
  EXPECT_EQ(described(*chain(part("path_hierarchy")), "/one/two/three"),
            (Strings{"/one[0-4]@0", "/one/two[0-8]@0", "/one/two/three[0-14]@0"}));
}

TEST(PathHierarchyTokenizer, ReplacesAndSkips) {
  auto parameters =
      std::map<std::string, Strings>{{"delimiter", {"-"}}, {"replacement", {"/"}}, {"skip", {"2"}}};
  EXPECT_EQ(described(*chain(part("path_hierarchy", parameters)), "one-two-three-four-five"),
            (Strings{"/three[7-13]@0", "/three/four[7-18]@0", "/three/four/five[7-23]@0"}));
  parameters["reverse"] = {"true"};
  EXPECT_EQ(terms(*chain(part("path_hierarchy", parameters)), "one-two-three-four-five"),
            (Strings{"one/two/three/", "two/three/", "three/"}));
}

TEST(PathHierarchyTokenizer, GivesCategoryPathsWithTrim) {
  auto analyzer = chain(part("path_hierarchy", {{"delimiter", {">"}}}), {part("trim")});
  EXPECT_EQ(terms(*analyzer, "Electronics > Audio > Headphones"),
            (Strings{"Electronics", "Electronics > Audio", "Electronics > Audio > Headphones"}));
}

TEST(PathHierarchyTokenizer, ReadsBackwards) {
  auto analyzer = chain(part("path_hierarchy", {{"delimiter", {"."}}, {"reverse", {"true"}}}));
  EXPECT_EQ(terms(*analyzer, "www.site.co.uk"), (Strings{"www.site.co.uk", "site.co.uk", "co.uk", "uk"}));
}

TEST(PathHierarchyTokenizer, ReplacesWithALongerCharacter) {
  auto analyzer = chain(part("path_hierarchy", {{"delimiter", {"/"}}, {"replacement", {"→"}}}));
  EXPECT_EQ(terms(*analyzer, "a/bc/d"), (Strings{"a", "a→bc", "a→bc→d"}));
}

TEST(PatternTokenizer, CutsAtNonWordCharacters) {
  EXPECT_EQ(terms(*chain(part("pattern")), "The foo_bar_size's default is 5."),
            (Strings{"The", "foo_bar_size", "s", "default", "is", "5"}));
  EXPECT_EQ(terms(*chain(part("pattern", {{"pattern", {","}}})), "comma,separated,,values"),
            (Strings{"comma", "separated", "values"}));
}

TEST(PatternTokenizer, ExtractsAGroup) {
  auto analyzer = chain(part("pattern", {{"pattern", {"\"((?:\\\\\"|[^\"]|\\\\\")+)\""}}, {"group", {"1"}}}));
  EXPECT_EQ(described(*analyzer, "é \"value\", \"value with embedded \\\" quote\""),
            (Strings{"value[3-8]@0", "value with embedded \\\" quote[12-40]@1"}));
}

TEST(PatternTokenizer, GivesUpOnPatternsThatRunAway) {
  auto analyzer = chain(part("pattern", {{"pattern", {"(a+)+b"}}}));
  EXPECT_EQ(terms(*analyzer, std::string(64, 'a')).size(), 1U);
}

}  // namespace
}  // namespace aisle::analyzers
