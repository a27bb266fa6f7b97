// Stemmers and what steers them.

#include "tests/analyzers/analysis_testing.hpp"

namespace aisle::analyzers {
namespace {

Strings stems(const std::string& language, std::string_view text) {
  return terms(*chain(part("standard"), {part("lowercase"), part("stemmer", {{"language", {language}}})}),
               text);
}

TEST(Stemmer, StemsElasticsearchsExample) {
  EXPECT_EQ(terms(*chain(part("standard"), {part("stemmer")}), "fox running and jumping jumped"),
            (Strings{"fox", "run", "and", "jump", "jump"}));
}

TEST(Stemmer, TellsPorterFromPorter2) {
  EXPECT_EQ(stems("english", "generously skies dying"), (Strings{"gener", "ski", "dy"}));
  EXPECT_EQ(stems("porter2", "generously skies dying"), (Strings{"generous", "sky", "die"}));
  EXPECT_EQ(terms(*chain(part("standard"), {part("snowball", {{"language", {"English"}}})}), "skies"),
            (Strings{"sky"}));
  EXPECT_EQ(terms(*chain(part("standard"), {part("snowball", {{"language", {"english"}}})}), "skies"),
            (Strings{"sky"}));
}

TEST(Stemmer, StemsAWholeValueAsOneWord) {
  EXPECT_EQ(terms(*chain(part("keyword"), {part("porter_stem")}), "Directed by Bennett Miller"),
            (Strings{"Directed by Bennett Mil"}));
}

TEST(Stemmer, KnowsOtherLanguagesAndTheirNearest) {
  EXPECT_EQ(stems("light_german", "tischen"), (Strings{"tisch"}));
  EXPECT_EQ(stems("german2", "häuser"), (Strings{"haus"}));
  EXPECT_EQ(stems("dutch", "lidstaten"), (Strings{"lidstat"}));
  EXPECT_EQ(stems("swedish", "jaktkarlarne"), (Strings{"jaktkarl"}));
  EXPECT_EQ(stems("finnish", "edeltäjiinsä"), (Strings{"edeltäj"}));
}

TEST(Stemmer, RefusesUnknownLanguages) {
  AnalysisSettings settings;
  settings.token_filters["s"] = {"stemmer", {{"language", {"klingon"}}}};
  EXPECT_EQ(build_error(settings), "Invalid stemmer class specified: klingon");
}

TEST(Stemmer, CutsPossessivesAndPluralsOnly) {
  EXPECT_EQ(stems("possessive_english", "dog's bone’s s's"), (Strings{"dog", "bone", "s"}));
  EXPECT_EQ(stems("minimal_english", "shoes bodies dress bus does running headphones"),
            (Strings{"shoes", "body", "dress", "bus", "does", "running", "headphone"}));
}

TEST(KeywordMarker, ProtectsWords) {
  auto marker = part("keyword_marker", {{"keywords", {"jumping", "Running"}}, {"ignore_case", {"true"}}});
  EXPECT_EQ(terms(*chain(part("standard"), {marker, part("stemmer")}), "fox running jumping jumped"),
            (Strings{"fox", "running", "jumping", "jump"}));
}

TEST(KeywordRepeat, KeepsTheUnstemmedTermFirst) {
  TokenStream stream;
  chain(part("whitespace"), {part("keyword_repeat"), part("stemmer")})->analyze("fox running", stream);
  ASSERT_EQ(stream.tokens().size(), 4U);
  EXPECT_EQ(stream.tokens()[2].term, "running");
  EXPECT_TRUE(stream.tokens()[2].keyword);
  EXPECT_EQ(stream.tokens()[3].term, "run");
  EXPECT_FALSE(stream.tokens()[3].keyword);
}

TEST(StemmerOverride, ReplacesAndProtects) {
  auto rules = part("stemmer_override", {{"rules", {"running, runs => run", "stemmer => stemmer"}}});
  EXPECT_EQ(terms(*chain(part("standard"), {rules, part("stemmer")}), "running stemmer runs jumping"),
            (Strings{"run", "stemmer", "run", "jump"}));
}

TEST(EnglishAnalyzer, AnalysesElasticsearchsWay) {
  const auto registry = build_registry();
  EXPECT_EQ(placed(*registry->find("english"), "The QUICK dogs' John's books are running"),
            (Strings{"quick@1", "dog@2", "john@3", "book@4", "run@6"}));
}

TEST(EnglishAnalyzer, TakesExclusionsAndStopWords) {
  AnalysisSettings settings;
  settings.analyzers["e"] = {"english", {{"stem_exclusion", {"skies"}}, {"stopwords", {"blue"}}}};
  EXPECT_EQ(terms(*build_registry(settings)->find("e"), "The blue skies flying"),
            (Strings{"the", "skies", "fly"}));
}

// Examples of Elasticsearch's own tests of its language analyzers.
TEST(LanguageAnalyzers, StemAsElasticsearchsTestsExpect) {
  const auto registry = build_registry();
  const std::vector<std::tuple<std::string, std::string, Strings>> kExamples = {
      {"german", "Tischen", {"tisch"}},
      {"dutch", "lidstaten", {"lidstat"}},
      {"danish", "undersøgelse", {"undersøg"}},
      {"swedish", "jaktkarlarne", {"jaktkarl"}},
      {"norwegian", "havnedistriktene", {"havnedistrikt"}},
      {"finnish", "edeltäjiinsä", {"edeltäj"}},
      {"spanish", "chicana", {"chican"}},
      {"russian", "Вместе с тем о", {"вмест"}},
      {"romanian", "absenţa", {"absenţ"}},
      {"turkish", "ağacı", {"ağaç"}},
      {"basque", "zaldiak", {"zaldi"}},
      {"catalan", "llengües", {"llengu"}},
      {"irish", "siopadóireacht", {"siopadóir"}},
      {"armenian", "արծիվ", {"արծ"}},
      {"english", "books", {"book"}},
      {"snowball", "the brown foxes", {"brown", "fox"}}};
  for (const auto& [name, text, expected] : kExamples) {
    ASSERT_NE(registry->find(name), nullptr) << name;
    EXPECT_EQ(terms(*registry->find(name), text), expected) << name;
  }
}

}  // namespace
}  // namespace aisle::analyzers
